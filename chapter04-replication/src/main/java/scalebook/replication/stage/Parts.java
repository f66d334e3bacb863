package scalebook.replication.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import scalebook.engines.process.Child;

/**
 * All that can be killed and paused, by its name: a machine as a whole ({@code db1}), what runs on
 * it ({@code db1-database}, {@code db1-agent} with its gate and keeper, {@code db1-keeper} alone),
 * and a monitor ({@code monitor-1}).
 */
final class Parts {
  private final Cluster cluster;
  private final Map<String, String> states = new ConcurrentHashMap<>();

  Parts(Cluster cluster) {
    this.cluster = cluster;
    Topology.NAMES.forEach(
        name -> List.of("-database", "-agent", "-keeper").forEach(p -> states.put(name + p, "up")));
    Machines.MONITORS.forEach(name -> states.put(name, "up"));
  }

  /** What they are now, by what was done to them. */
  Map<String, String> states() {
    return new TreeMap<>(states);
  }

  private List<String> of(String name) {
    List<String> all = new ArrayList<>();
    if (Topology.NAMES.contains(name)) {
      all.addAll(List.of(name + "-database", name + "-agent", name + "-keeper"));
    } else if (states.containsKey(name)) {
      all.add(name);
      if (name.endsWith("-agent")) {
        all.add(name.replace("-agent", "-keeper")); // they are one process
      }
    } else {
      throw new IllegalArgumentException("there is no " + name);
    }
    return all;
  }

  private void set(String name, String state) {
    of(name).forEach(each -> states.put(each, state));
  }

  private static String machine(String part) {
    return part.replaceFirst("-.*", "");
  }

  private Child process(String part) {
    Machines machines = cluster.machines();
    return part.startsWith("monitor") ? machines.monitor(part) : machines.node(machine(part));
  }

  /** {@code primary} is the machine that clients take for it. */
  String named(String name) {
    return name.replaceFirst("^primary", cluster.primary());
  }

  /** Whatever was done to any of them. */
  synchronized void mendAll() {
    states.keySet().stream().sorted().forEach(this::resume);
    states.keySet().stream().sorted().forEach(this::start);
  }

  synchronized void kill(String name) {
    set(name, "dead");
    if (Topology.NAMES.contains(name)) {
      cluster.kill(name);
    } else if (name.endsWith("-database")) {
      cluster.topology().server(machine(name)).kill();
    } else if (name.endsWith("-keeper")) {
      process(name).send("keeper away");
    } else {
      process(name).kill();
    }
  }

  /** A part that lives is left alone. */
  synchronized void start(String name) {
    if (Topology.NAMES.contains(name)) {
      cluster.start(name);
    } else if (name.endsWith("-database")) {
      cluster.topology().server(machine(name)).start();
    } else if (name.endsWith("-keeper")) {
      process(name).send("keeper back");
    } else if (of(name).contains(name) && !process(name).alive()) {
      if (name.startsWith("monitor")) {
        cluster.machines().restartMonitors();
      } else {
        cluster.machines().startNode(machine(name));
      }
    }
    set(name, "up");
  }

  synchronized void pause(String name) {
    set(name, "paused");
    if (Topology.NAMES.contains(name)) {
      cluster.pause(name);
    } else if (name.endsWith("-database")) {
      cluster.topology().server(machine(name)).pause();
    } else if (name.endsWith("-keeper")) {
      process(name).send("keeper away");
    } else {
      process(name).pause();
    }
  }

  synchronized void resume(String name) {
    if (Topology.NAMES.contains(name)) {
      cluster.resume(name);
    } else if (name.endsWith("-database")) {
      cluster.topology().server(machine(name)).resume();
    } else if (name.endsWith("-keeper")) {
      process(name).send("keeper back");
    } else if (of(name).contains(name)) {
      process(name).resume();
    }
    set(name, "up");
  }
}
