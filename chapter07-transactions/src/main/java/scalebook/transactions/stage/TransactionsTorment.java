package scalebook.transactions.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.control.ControlClient;
import scalebook.lab.history.Appends;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Violation;
import scalebook.lab.torment.Calls;
import scalebook.lab.torment.Torment;

/**
 * Buyers place orders, and ask again with the same id when they hear nothing. At the end every
 * database is read, there and back: an order is in all of them or in none, and as was answered.
 */
public final class TransactionsTorment implements Torment {
  private static final int BUYERS = 6;
  private static final int MOST_ATTEMPTS = 4;
  private static final int TOO_MANY = 50;
  private static final int CUSTOMERS = 40;
  private static final int ITEMS = 20;
  private static final long THINK_NANOS = 4_000_000;
  private static final long AGAIN_NANOS = 150_000_000;
  private static final long WHOLE_NANOS = 60_000_000_000L;
  private static final List<String> DATABASES = List.of("orders", "inventory", "shipment");
  private static final List<String> LOOKS =
      List.of("orders", "inventory", "shipment", "inventory", "orders");

  private final ControlClient control;
  private final Calls calls;
  private final History history;
  private final AtomicLong ids = new AtomicLong();
  private final Set<Long> asked = ConcurrentHashMap.newKeySet();
  private final List<String> places;
  private final List<String> lasting = new ArrayList<>();

  public TransactionsTorment(ControlClient control, History history) throws Exception {
    this.control = control;
    this.calls = new Calls(control);
    this.history = history;
    String protocol = control.status().path("protocol").asText();
    Places all = protocol.equals("saga") ? Places.OF_A_SAGA : Places.OF_TWO_PHASE_COMMIT;
    this.places =
        all.all().stream().map(place -> place.replaceFirst("#.*", "")).distinct().toList();
  }

  @Override
  public Fault fault(Random dice) {
    String database = DATABASES.get(dice.nextInt(DATABASES.size()));
    String place = places.get(dice.nextInt(places.size()));
    return switch (dice.nextInt(9)) {
      case 0, 1 -> new Fault("kill " + database, "start " + database);
      case 2 -> new Fault("pause " + database, "resume " + database);
      case 3 -> new Fault("cut " + database, "heal");
      case 4 -> new Fault("kill coordinator", "start coordinator");
      case 5 -> new Fault("pause coordinator", "resume coordinator");
      default ->
          new Fault(
              "crash coordinator %s#%d".formatted(place, 1 + dice.nextInt(4)), "start coordinator");
    };
  }

  @Override
  public int clients() {
    return BUYERS;
  }

  @Override
  public void call(int client, Random dice) throws Exception {
    long id = ids.incrementAndGet();
    int quantity = dice.nextInt(12) == 0 ? TOO_MANY : 1 + dice.nextInt(3);
    int customer = dice.nextInt(CUSTOMERS);
    int item = dice.nextInt(ITEMS);
    asked.add(id);
    History.Pending order = history.append("buyer-" + client, "shop", "order " + id, "" + id);
    JsonNode done = MissingNode.getInstance();
    for (int attempt = 0;
        attempt < MOST_ATTEMPTS && Calls.outcome(done).equals("unknown");
        attempt++) {
      LockSupport.parkNanos(attempt == 0 ? THINK_NANOS : AGAIN_NANOS);
      done = calls.ask("place", id, customer, item, quantity);
    }
    Calls.end(order, done);
  }

  @Override
  public void end() throws Exception {
    control.call("heal");
    for (String database : DATABASES) {
      control.call("resume", database);
      control.call("start", database);
    }
    control.call("resume", "coordinator");
    control.call("start", "coordinator");
    control.call("crash", "coordinator", "never");
    control.call("start", "coordinator"); // for one that ended in the meantime
    long deadline = System.nanoTime() + WHOLE_NANOS;
    JsonNode found = control.call("check");
    while (!holds(found) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(AGAIN_NANOS);
      found = control.call("check");
    }
    found.path("violations").forEach(one -> lasting.add(one.asText()));
    if (found.path("inDoubt").asInt() > 0) {
      lasting.add(found.path("inDoubt") + " branches stay in doubt");
    }
    look();
  }

  private static boolean holds(JsonNode found) {
    return found.path("violations").isEmpty() && found.path("inDoubt").asInt() == 0;
  }

  private void look() throws Exception {
    for (String database : LOOKS) {
      Map<Long, History.Pending> reads = new LinkedHashMap<>();
      asked.forEach(id -> reads.put(id, history.read("auditor", database, "order " + id)));
      List<Long> there = new ArrayList<>();
      control.call("rows", database).path("orders").forEach(id -> there.add(id.asLong()));
      Map<Long, Integer> count = new LinkedHashMap<>();
      there.forEach(id -> count.merge(id, 1, Integer::sum));
      reads.forEach((id, read) -> read.ok(Collections.nCopies(count.getOrDefault(id, 0), "" + id)));
    }
  }

  @Override
  public List<String> violations(List<Operation> all) {
    List<String> found = new ArrayList<>();
    Appends.check(all).stream().map(Violation::toString).forEach(found::add);
    found.addAll(lasting);
    return found;
  }
}
