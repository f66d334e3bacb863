package scalebook.partitioning.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.control.ControlClient;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Registers;
import scalebook.lab.history.Violation;
import scalebook.lab.torment.Calls;
import scalebook.lab.torment.Torment;

/**
 * Clients, each with a map of its own, while slots move. An order has one client that writes it,
 * until it does not know what has become of a write; all read it.
 */
public final class PartitioningTorment implements Torment {
  private static final int CLIENTS = 6;
  private static final int SHARDS = 3;
  private static final long FIRST = 1_000_000;
  private static final int MOST_ADDS = 12;
  private static final int RECENT = 40;
  private static final long BEGINS = 100;
  private static final long THINK_NANOS = 3_000_000;
  private static final long WHOLE_NANOS = 60_000_000_000L;
  private static final List<String> PLACES =
      List.of(
          "before-copying",
          "after-chunk",
          "before-catching-up",
          "after-fence",
          "before-released",
          "after-release",
          "before-decision",
          "before-switched",
          "before-deleting",
          "after-deleting");

  private final ControlClient control;
  private final Calls calls;
  private final History history;
  private final AtomicLong ids = new AtomicLong(FIRST);
  private final Map<Integer, Own> mine = new ConcurrentHashMap<>();
  private final List<String> lasting = new ArrayList<>();

  public PartitioningTorment(ControlClient control, History history) {
    this.control = control;
    this.calls = new Calls(control);
    this.history = history;
  }

  @Override
  public Fault fault(Random dice) {
    int source = dice.nextInt(SHARDS);
    int target = (source + 1 + dice.nextInt(SHARDS - 1)) % SHARDS;
    String place = PLACES.get(dice.nextInt(PLACES.size()));
    String move = "move shard%d shard%d %d ".formatted(source, target, 1 + dice.nextInt(12));
    return switch (dice.nextInt(8)) {
      case 0, 1 -> new Fault(move + "die " + place + ";mover goes-on", "");
      case 2, 3, 4 -> new Fault(move + "sleep " + place + ";mover goes-on;mover wake", "");
      case 5 -> new Fault(move + "die never", "mover kill");
      case 6 -> new Fault("mover pause", "mover resume");
      default ->
          dice.nextBoolean()
              ? new Fault("kill shard" + source, "start shard" + source)
              : new Fault("pause shard" + source, "resume shard" + source);
    };
  }

  @Override
  public int clients() {
    return CLIENTS;
  }

  private static String key(long id) {
    return "order " + id;
  }

  /** A client's order, its amount, and how many writes are left. */
  private static final class Own {
    private long id;
    private long cents;
    private int left;
  }

  @Override
  public void call(int client, Random dice) throws Exception {
    LockSupport.parkNanos(THINK_NANOS);
    String name = "client-" + client;
    Own own = mine.computeIfAbsent(client, unused -> new Own());
    if (dice.nextInt(3) > 0) {
      read(name, Math.max(FIRST + 1, ids.get() - dice.nextInt(RECENT)));
    } else if (own.left == 0) {
      own.id = ids.incrementAndGet();
      own.cents = BEGINS;
      write(name, own, "insert", BEGINS);
    } else {
      own.cents++;
      write(name, own, "raise", 1);
    }
  }

  /** Who does not know, or was told that it was not done, writes another order from then on. */
  private void write(String client, Own own, String verb, long cents) throws Exception {
    History.Pending write = history.write(client, "shards", key(own.id), "" + own.cents);
    JsonNode done = calls.ask(verb, client, own.id, cents);
    Calls.end(write, done);
    own.left = verb.equals("insert") ? MOST_ADDS : own.left - 1;
    own.left = Calls.outcome(done).equals("ok") ? own.left : 0;
  }

  private void read(String client, long id) throws Exception {
    History.Pending read = history.read(client, "shards", key(id));
    Calls.end(read, calls.ask("read", client, id));
  }

  /** Sleepers wake first, and do what harm they can. */
  @Override
  public void end() throws Exception {
    for (int shard = 0; control.status().path("shards").has(shard); shard++) {
      control.call("resume", "shard" + shard);
      control.call("start", "shard" + shard);
    }
    control.call("mover", "resume");
    control.call("mover", "wake");
    long deadline = System.nanoTime() + WHOLE_NANOS;
    String said = control.call("mover", "goes-on").asText();
    while (!said.equals("finished") || !control.status().path("movers").isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        lasting.add("the moves do not end: " + said);
        break;
      }
      said = control.call("mover", "goes-on").asText();
    }
    for (long id = FIRST + 1; id <= ids.get(); id++) {
      read("auditor", id);
    }
    rows();
  }

  /** Every order that was there at the beginning is there once, where it is asked for. */
  private void rows() throws Exception {
    Map<Long, Integer> owned = new HashMap<>();
    int strays = 0;
    for (int shard = 0; control.status().path("shards").has(shard); shard++) {
      JsonNode rows = control.call("rows", "shard" + shard);
      rows.path("owned").forEach(id -> owned.merge(id.asLong(), 1, Integer::sum));
      strays += rows.path("others").size();
    }
    long old = owned.keySet().stream().filter(id -> id <= FIRST).count();
    long twice = owned.values().stream().filter(count -> count > 1).count();
    long orders = control.status().path("orders").asLong();
    if (old != orders || twice > 0 || strays > 0) {
      lasting.add(
          "of %d orders from before, %d are there; %d twice, %d at a shard that does not own them"
              .formatted(orders, old, twice, strays));
    }
  }

  @Override
  public List<String> violations(List<Operation> all) {
    List<String> found = new ArrayList<>();
    Registers.check(all).map(Violation::toString).ifPresent(found::add);
    found.addAll(lasting);
    return found;
  }
}
