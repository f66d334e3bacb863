package scalebook.replication.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scalebook.lab.control.ControlClient;
import scalebook.lab.history.Appends;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Registers;
import scalebook.lab.history.Violation;
import scalebook.lab.torment.Calls;
import scalebook.lab.torment.Torment;

/**
 * Registers and lists. Most clients ask whoever is the primary; some take a node for the primary of
 * an epoch that may be over, and must never hear anything old, nor write.
 */
public final class ReplicationTorment implements Torment {
  private static final int FOLLOWING = 5;
  private static final int BELIEVING = 3;
  private static final int REGISTERS = 90;
  private static final int CALLS_EACH = 14;
  private static final long THINK_NANOS = 4_000_000;
  private static final long WHOLE_NANOS = 60_000_000_000L;
  private static final List<String> MACHINES = List.of("db1", "db2", "db3");

  private final ControlClient control;
  private final Calls calls;
  private final History history;
  private final AtomicLong numbers = new AtomicLong(1_000);
  private final Map<String, String> lastRead = new ConcurrentHashMap<>();
  private final Map<Integer, Belief> beliefs = new ConcurrentHashMap<>();
  private volatile Belief newest = new Belief("db1", 1);

  /** Who is the primary, and in which epoch. */
  private record Belief(String node, long epoch) {}

  public ReplicationTorment(ControlClient control, History history) {
    this.control = control;
    this.calls = new Calls(control);
    this.history = history;
    IntStream.range(0, REGISTERS)
        .forEach(key -> history.write("setup", "db1", register(key), "120").ok());
  }

  private static String register(long key) {
    return "r" + key;
  }

  private static String any(Random dice, List<String> of) {
    return of.get(dice.nextInt(of.size()));
  }

  /** Half of them strike whoever is the primary then; one kind cuts it off just before. */
  @Override
  public Fault fault(Random dice) {
    boolean any = dice.nextBoolean();
    String machine = any ? any(dice, MACHINES) : Operations.PRIMARY;
    String part = machine + any(dice, List.of("", "", "-database", "-agent", "-keeper"));
    String monitor = any(dice, List.of("monitor-1", "monitor-2"));
    List<String> ends = new ArrayList<>(MACHINES);
    ends.addAll(List.of("monitor", "client"));
    ends.remove(machine);
    String other = any(dice, ends);
    String delay = "delay %s %s %d".formatted(other, machine, 20 + dice.nextInt(400));
    return switch (dice.nextInt(10)) {
      case 0, 1 -> new Fault("kill " + part, any ? "start " + part : "mend");
      case 2 -> new Fault("isolate primary;kill primary", "mend");
      case 3, 4 -> new Fault("pause " + part, any ? "resume " + part : "mend");
      case 5 -> new Fault("kill " + monitor, "start " + monitor);
      case 6 -> new Fault("cut %s %s".formatted(other, machine), "heal");
      case 7 -> new Fault("isolate " + machine, "heal");
      case 8 ->
          new Fault(
              (dice.nextBoolean() ? "deafen %s %s" : "deafen %2$s %1$s").formatted(other, machine),
              "heal");
      default ->
          dice.nextBoolean() ? new Fault(delay, "heal") : new Fault("switchover " + machine, "");
    };
  }

  @Override
  public int clients() {
    return FOLLOWING + BELIEVING;
  }

  @Override
  public void call(int client, Random dice) throws Exception {
    long number = numbers.incrementAndGet();
    long key = number / CALLS_EACH;
    Belief at = new Belief(Operations.PRIMARY, 0);
    if (client >= FOLLOWING) {
      at = beliefs.getOrDefault(client, newest);
      if (dice.nextInt(20) == 0) {
        beliefs.put(
            client, dice.nextInt(3) > 0 ? newest : new Belief(any(dice, MACHINES), newest.epoch));
      } else {
        beliefs.putIfAbsent(client, newest);
      }
    }
    String name = "client-" + client;
    switch (dice.nextInt(10)) {
      case 0, 1, 2 -> write(name, at, key % REGISTERS, number);
      case 3 -> cas(name, at, key % REGISTERS, number);
      case 4, 5 -> append(name, at, key, number);
      case 6 -> read(name, at, "list", key);
      default -> read(name, at, "read", key % REGISTERS);
    }
    LockSupport.parkNanos(THINK_NANOS);
  }

  private void write(String client, Belief at, long key, long value) throws Exception {
    Calls.end(
        history.write(client, at.node, register(key), "" + value), ask("write", at, key, value));
  }

  private void cas(String client, Belief at, long key, long value) throws Exception {
    String expected = lastRead.getOrDefault(register(key), "120");
    Calls.end(
        history.cas(client, at.node, register(key), expected, "" + value),
        ask("cas", at, key, expected, value));
  }

  private void append(String client, Belief at, long key, long value) throws Exception {
    Calls.end(
        history.append(client, at.node, "l" + key, "" + value), ask("append", at, key, value));
  }

  private void read(String client, Belief at, String verb, long key) throws Exception {
    String name = verb.equals("list") ? "l" + key : register(key);
    History.Pending pending = history.read(client, at.node, name);
    JsonNode done = ask(verb, at, key);
    Calls.end(pending, done);
    if (verb.equals("read")) {
      Calls.seen(done).forEach(value -> lastRead.put(name, value));
    }
  }

  private JsonNode ask(String verb, Belief at, Object... more) throws InterruptedException {
    JsonNode done =
        calls.ask(
            verb,
            Stream.concat(Stream.of(at.node, at.epoch), Stream.of(more)).toArray(Object[]::new));
    long epoch = done.path("epoch").asLong();
    if (at.node.equals(Operations.PRIMARY) && epoch > newest.epoch) {
      newest = new Belief(done.path("node").asText(), epoch);
    }
    return done;
  }

  @Override
  public void end() throws Exception {
    control.call("mend");
    long deadline = System.nanoTime() + WHOLE_NANOS;
    while (!whole(control.status())) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("not whole again: " + control.call("status"));
      }
      LockSupport.parkNanos(THINK_NANOS * 10);
    }
    Belief primary = new Belief(Operations.PRIMARY, 0);
    for (long key = 0; key < REGISTERS; key++) {
      read("auditor", primary, "read", key);
    }
    for (long key = 1_000 / CALLS_EACH; key <= numbers.get() / CALLS_EACH; key++) {
      read("auditor", primary, "list", key);
    }
  }

  private static boolean whole(JsonNode status) {
    String primary = status.path("primary").asText();
    int fine = 0;
    for (JsonNode machine : status.path("machines")) {
      boolean leads =
          machine.path("role").asText().equals("primary")
              && machine.path("leaseMillis").asLong() > 0
              && machine.path("name").asText().equals(primary)
              && machine.path("epoch").asLong() == status.path("epoch").asLong();
      boolean follows =
          machine.path("role").asText().equals("replica")
              && machine.path("following").asText().equals(primary);
      fine += leads || follows ? 1 : 0;
    }
    return fine == MACHINES.size();
  }

  @Override
  public List<String> violations(List<Operation> all) {
    List<Violation> found = new ArrayList<>();
    Registers.check(all.stream().filter(o -> o.key().startsWith("r")).toList())
        .ifPresent(found::add);
    found.addAll(Appends.check(all.stream().filter(o -> o.key().startsWith("l")).toList()));
    return found.stream().map(Violation::toString).toList();
  }
}
