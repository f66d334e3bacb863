package scalebook.replication.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import scalebook.lab.fault.Wire;

/** A wire from each machine, the monitors and the clients to each machine's agent and keeper. */
public final class Network implements AutoCloseable {
  static final String MONITORS = "monitor";
  static final String CLIENTS = "client";

  private final Topology topology;
  private final ToIntFunction<String> ports;
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private final Map<String, Wire> gates = new LinkedHashMap<>();
  private final Map<String, Wire> reads = new LinkedHashMap<>();

  /**
   * @param ports of each agent by its name, and of each gate by {@code name-gate}, {@code
   *     name-reads}
   */
  Network(Topology topology, ToIntFunction<String> ports) {
    this.topology = topology;
    this.ports = ports;
    for (String to : Topology.NAMES) {
      Stream.concat(Topology.NAMES.stream(), Stream.of(MONITORS, CLIENTS))
          .filter(from -> !from.equals(to))
          .forEach(from -> wires.put(way(from, to), Wire.to("127.0.0.1", ports.applyAsInt(to))));
      gates.put(to, Wire.to("127.0.0.1", ports.applyAsInt(to + "-gate")));
      reads.put(to, Wire.to("127.0.0.1", ports.applyAsInt(to + "-reads")));
    }
  }

  private static String way(String from, String to) {
    return from + " to " + to;
  }

  /** Where one finds another one's agent. */
  int port(String from, String to) {
    return from.equals(to) ? ports.applyAsInt(to) : wires.get(way(from, to)).port();
  }

  /** Where one finds each agent. */
  Map<String, Integer> ports(String from) {
    Map<String, Integer> all = new LinkedHashMap<>();
    Topology.NAMES.forEach(to -> all.put(to, port(from, to)));
    return all;
  }

  /** Where clients find a gate. */
  Wire gate(String name) {
    return gates.get(name);
  }

  /** Where clients read what the primary has. */
  Wire reads(String name) {
    return reads.get(name);
  }

  /** Nothing passes between these two, and neither is told. */
  public void cut(String one, String other) {
    deafen(one, other);
    deafen(other, one);
  }

  /** What one says does not reach the other; what the other says arrives. */
  public void deafen(String speaker, String listener) {
    requireSome(speaker, listener);
    between(speaker, listener).forEach(Wire::blackHoleThere);
    between(listener, speaker).forEach(Wire::blackHoleBack);
  }

  /** What they say to each other comes later. */
  public void delay(String one, String other, Duration delay) {
    requireSome(one, other);
    Stream.concat(between(one, other).stream(), between(other, one).stream())
        .forEach(wire -> wire.delay(delay));
  }

  private void requireSome(String one, String other) {
    if (between(one, other).isEmpty() && between(other, one).isEmpty()) {
      throw new IllegalArgumentException("nothing connects " + one + " and " + other);
    }
  }

  /** Over which one calls the other. */
  private List<Wire> between(String caller, String called) {
    String way = way(caller, called);
    if (!wires.containsKey(way)) {
      return List.of();
    }
    List<Wire> all = new ArrayList<>(List.of(wires.get(way)));
    if (Topology.NAMES.contains(caller)) {
      all.add(topology.link(caller, called));
    } else if (caller.equals(CLIENTS)) {
      all.addAll(List.of(gates.get(called), reads.get(called), topology.client(called)));
    }
    return all;
  }

  /** Away from the other machines and the monitors; clients still reach it. */
  public void isolate(String name) {
    Topology.NAMES.stream().filter(other -> !other.equals(name)).forEach(other -> cut(name, other));
    cut(MONITORS, name);
  }

  public void heal() {
    wires.values().forEach(Wire::heal);
    gates.values().forEach(Wire::heal);
    reads.values().forEach(Wire::heal);
    topology.heal();
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::close);
    gates.values().forEach(Wire::close);
    reads.values().forEach(Wire::close);
  }
}
