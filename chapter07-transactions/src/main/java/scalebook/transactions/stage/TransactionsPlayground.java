package scalebook.transactions.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.transactions.outbox.DeadLetters;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.stage.log.KafkaDesk;
import scalebook.transactions.twophase.TwoPhaseOrders;

/** An order API over three databases; a coordinator that dies on command, and comes back. */
@Command(
    name = "play 7",
    description = "orders over three databases: kill one, crash the coordinator")
public final class TransactionsPlayground extends Playground {
  @Option(
      names = "--protocol",
      description = "2pc, saga, outbox, choreography or naive (default: 2pc; on Kafka: outbox)")
  private String protocol;

  @Option(
      names = "--on",
      description = "where the outbox's events go: redis or kafka (default: ${DEFAULT-VALUE})")
  private Carriers on = Carriers.REDIS;

  @Option(
      names = "--away",
      description = "how long a crashed coordinator stays away, in ms (default: ${DEFAULT-VALUE})")
  private long away = 2_000;

  @Option(names = "--by-hand", description = "it comes back by 'start coordinator' only")
  private boolean byHand;

  @Option(names = "--unforced", description = "2pc commits before the decision is on disk")
  private boolean unforced;

  private enum Carriers {
    REDIS,
    KAFKA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Object starting = new Object();
  private final Promises promises = new Promises();
  private Optional<KafkaDesk> kafka = Optional.empty();
  private ShopDatabases databases;
  private Faults shops;
  private Broken broken;
  private FrontDoor front;
  private volatile RunningShop shop;
  private volatile int shopPort;
  private volatile boolean closed;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    Protocol chosen = chosen();
    kafka = on == Carriers.KAFKA ? Optional.of(new KafkaDesk(lab)) : Optional.empty();
    kafka.ifPresent(desk -> System.out.println("events go to " + desk.url() + ", by customer"));
    databases = ShopDatabases.open(lab);
    if (kafka.isPresent()) {
      kafka.get().open();
      databases.withLog(kafka.get().url());
    } else if (chosen == Protocol.OUTBOX || chosen == Protocol.CHOREOGRAPHY) {
      databases.withStream(lab);
    }
    TwoPhaseOrders.Settings all = TwoPhaseOrders.Settings.ALL;
    TwoPhaseOrders.Settings twoPhase =
        new TwoPhaseOrders.Settings(all.prepares(), !unforced, all.ends());
    shops = new Faults(lab, databases, chosen, Protocol.Settings.of(twoPhase));
    kafka.ifPresent(desk -> shops.options(desk.options()));
    broken = new Broken(databases, () -> shop, kafka);
    startShop();
    front = new FrontDoor(port, databases, () -> shopPort);
    verbs(chosen);
    return () -> {
      closed = true;
      front.close();
      shop.close();
      kafka.ifPresent(KafkaDesk::close);
      databases.close();
    };
  }

  private Protocol chosen() {
    if (on == Carriers.REDIS) {
      return Protocol.of(protocol == null ? "2pc" : protocol);
    }
    if (protocol != null && Protocol.of(protocol) != Protocol.OUTBOX) {
      throw new Missing("events go to Kafka with --protocol outbox only");
    }
    return Protocol.OUTBOX;
  }

  private void verbs(Protocol chosen) {
    verb("kill inventory", "a database or the coordinator dies", w -> broken.kill(w.get(0)));
    verb("start inventory", "it is back", w -> start(w.get(0)));
    verb("pause inventory", "a database or the coordinator hangs", w -> broken.pause(w.get(0)));
    verb("resume inventory", "it goes on", w -> broken.resume(w.get(0)));
    verb("cut inventory", "nobody but the judge reaches it", w -> broken.cut(w.get(0)));
    verb("heal", "all databases are reached", w -> broken.heal());
    verb(
        "crash coordinator after-prepare",
        "the next order that comes to this place is its last",
        words -> crash(words.get(1)));
    operation("place 1 7 3 2", "order 1: customer 7 wants 2 of item 3", front::place);
    operation("rows inventory", "what it has", w -> Rows.of(databases, Broken.part(w.get(0))));
    operation("log", "what the coordinator has decided", w -> shops.decisions());
    operation("check", "the invariant, when no order is under way", w -> front.check());
    if (chosen == Protocol.OUTBOX) {
      verb("letters", "events that nobody could handle", words -> letters());
      verb(
          "replay inventory 7",
          "a customer's dead letters, once more",
          words -> replay(Broken.part(words.get(0)), words.get(1)));
    }
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + front.port();
  }

  private void startShop() throws Exception {
    RunningShop fresh = shops.shop("never", promises);
    fresh.recovered();
    shopPort = fresh.serve();
    shop = fresh;
    fresh.exit().thenRun(() -> Tasks.daemon("restart", this::comeBack).start());
  }

  private void comeBack() {
    if (closed || byHand) {
      return;
    }
    say("the coordinator is dead, another one comes in " + away + " ms");
    LockSupport.parkNanos(away * 1_000_000);
    try {
      synchronized (starting) {
        if (!closed && !shop.alive()) {
          startShop();
          say("a coordinator is back, and has recovered");
        }
      }
    } catch (Exception e) {
      say("no coordinator came back: " + e.getMessage());
    }
  }

  private void say(String text) {
    System.out.println("  " + text);
    happened("coordinator", text);
  }

  /** The coordinator by hand, or a database. */
  private String start(String name) throws Exception {
    if (!name.equals(Broken.COORDINATOR)) {
      return broken.start(name);
    }
    synchronized (starting) {
      if (!shop.alive()) {
        startShop();
      }
    }
    return "the coordinator is back";
  }

  private String crash(String place) throws Exception {
    shop.crashAt(place);
    return "the next order that comes to " + place + " is the coordinator's last";
  }

  /** What an operator reads, and replays when it is mended. */
  private String letters() throws SQLException {
    StringBuilder all = new StringBuilder();
    for (Part part : List.of(Part.INVENTORY, Part.SHIPMENT)) {
      for (DeadLetters.Letter one : databases.at(part, DeadLetters::all)) {
        all.append("  %-10s %s: %s%n".formatted(part.database(), one.event(), one.why()));
      }
    }
    return all.isEmpty() ? "no dead letters" : all.toString().stripTrailing();
  }

  private String replay(Part part, String customer) throws SQLException {
    try (HikariDataSource pool = databases.endpoints().pool(part.database(), 1)) {
      int replayed = new Inbox(pool, part::act).replay(Integer.parseInt(customer));
      return replayed + " replayed";
    } catch (Refused stays) {
      return "still refused: " + stays.getMessage();
    }
  }

  @Override
  protected Record status() throws SQLException {
    return new Seen(
        chosen().toString(),
        broken.databases(),
        broken.state(Broken.COORDINATOR),
        broken.shipped());
  }
}
