package scalebook.replication.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.engines.process.Said;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.replication.versions.Cell;
import scalebook.replication.versions.Front;
import scalebook.replication.versions.Store;

/** Three nodes as processes, with a wire from each to each other. Clients reach all of them. */
public final class Stores implements AutoCloseable {
  static final List<String> NAMES = List.of("n1", "n2", "n3");
  private static final List<String> JVM = Child.small(64);
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final Map<String, Ports.Claim> ports = new LinkedHashMap<>();
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private final List<Child> nodes = new ArrayList<>();

  public Stores(Lab lab) throws InterruptedException {
    Path folder = lab.workspace().folder("stores");
    NAMES.forEach(name -> ports.put(name, Ports.claim(Home.ofUser())));
    List<Said> said = new ArrayList<>();
    for (String from : NAMES) {
      Map<String, Integer> peers = new LinkedHashMap<>();
      for (String to : NAMES) {
        if (!to.equals(from)) {
          Wire wire = Wire.to("127.0.0.1", ports.get(to).port());
          wires.put(from + to, wire);
          peers.put(to, wire.port());
        }
      }
      StoreProcess.Settings settings =
          new StoreProcess.Settings(from, ports.get(from).port(), peers);
      said.add(new Said());
      nodes.add(
          Child.jvm(
              from,
              folder.resolve(from + ".log"),
              JVM,
              StoreProcess.class,
              settings,
              said.get(said.size() - 1)));
    }
    for (int i = 0; i < nodes.size(); i++) {
      said.get(i).next(nodes.get(i));
    }
  }

  Front front(String node) {
    return Remote.at(ports.get(node).port(), Front.class);
  }

  /** What this node has, whatever the others have. */
  Cell copy(String node, String key) throws IOException {
    return Remote.at(ports.get(node).port(), Store.class).get(key);
  }

  /** Whether all copies of a key are the same. */
  boolean same(String key) throws IOException {
    Cell first = copy(NAMES.get(0), key);
    for (String node : NAMES) {
      if (!copy(node, key).equals(first)) {
        return false;
      }
    }
    return true;
  }

  /** Nobody reaches this node any more but its clients, and it nobody. */
  void isolate(String node) {
    wires.forEach(
        (way, wire) -> {
          if (way.contains(node)) {
            wire.cut();
          }
        });
  }

  void cut(String one, String other) {
    wires.get(one + other).cut();
    wires.get(other + one).cut();
  }

  Child process(String node) {
    return nodes.get(NAMES.indexOf(node));
  }

  /** Everything takes so much longer between any two nodes. */
  void delay(Duration delay) {
    wires.values().forEach(wire -> wire.delay(delay));
  }

  void heal() {
    wires.values().forEach(Wire::heal);
  }

  /** No message between copies is on its way any more, whether it arrived or not. */
  void awaitQuiet() {
    await(Front::underWay, "messages are under way");
  }

  /** Every node has told what it kept for others. */
  void awaitHints() {
    await(Front::hints, "hints are not delivered");
    awaitQuiet();
  }

  private interface Count {
    int of(Front front) throws IOException;
  }

  private void await(Count count, String what) {
    Waiting.until(QUIET_NANOS, () -> sum(count) == 0, () -> sum(count) + " " + what);
  }

  private int sum(Count count) {
    try {
      int all = 0;
      for (String node : NAMES) {
        all += count.of(front(node));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(Child::close);
    wires.values().forEach(Wire::close);
    for (Ports.Claim claim : ports.values()) {
      try {
        claim.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
