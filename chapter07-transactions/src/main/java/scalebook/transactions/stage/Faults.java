package scalebook.transactions.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scalebook.engines.process.Child;
import scalebook.lab.Lab;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.twophase.DecisionLog;

/** Places orders with a protocol while things break at named places, and judges what is left. */
public final class Faults {
  private static final int CALLERS = 4;

  /** For a shop that dies; it does long before the last. */
  private static final int ORDERS = 120;

  /** Numbers for the orders of one strike; it is mended before they are used up. */
  private static final int MOST = 100_000;

  /** Numbers of orders that no other run uses. */
  private static final long FAR_AWAY = 1_000_000;

  private final ShopDatabases databases;
  private final Protocol protocol;
  private final Path endpoints;
  private final Path folder;
  private final Promises promises = new Promises();
  private final Protocol.Settings settings;
  private Buyers buyers;
  private List<String> options = Child.small(96);
  private long next = 1;

  public Faults(Lab lab, ShopDatabases databases, Protocol protocol) throws IOException {
    this(lab, databases, protocol, Protocol.Settings.ALL);
  }

  public Faults(Lab lab, ShopDatabases databases, Protocol protocol, Protocol.Settings settings)
      throws IOException {
    this.settings = settings;
    this.databases = databases;
    this.protocol = protocol;
    Path all = lab.workspace().folder("shop");
    this.folder = Files.createTempDirectory(all, protocol.toString());
    this.endpoints = databases.endpoints().write(folder.resolve("endpoints"));
    this.buyers = Buyers.ORDINARY;
  }

  /** Other buyers than ordinary ones. */
  public Faults with(Buyers others) {
    buyers = others;
    return this;
  }

  /** Other ones of its shops' JVMs. */
  Faults options(List<String> others) {
    options = others;
    return this;
  }

  /** What all its buyers asked and heard. */
  public Promises promises() {
    return promises;
  }

  /** One shop with the log of all of these, which loses its power at this place. */
  RunningShop shop(String place, Promises told) {
    return new RunningShop(
        new ShopProcess.Settings(
            endpoints.toString(), protocol, settings, folder.toString(), place),
        options,
        told);
  }

  /** A shop dies when all have promised; returns how many branches it leaves in doubt. */
  public int leaveInDoubt() throws Exception {
    try (RunningShop shop = shop("after-prepare#5", new Promises())) {
      shop.recovered();
      shop.orders(new ShopProcess.Batch(FAR_AWAY, ORDERS, CALLERS, Buyers.SENSIBLE));
      shop.awaitEnd();
    }
    return databases.invariant().check().inDoubt();
  }

  /** The next one, which recovers what the others left. */
  public RunningShop nextShop() {
    return shop("never", new Promises());
  }

  /** {@link #halts}, and then a database is killed at each of the other places. */
  public List<Aftermath> haltsAndKills(List<String> halts, List<String> kills) throws Exception {
    List<Aftermath> all = new ArrayList<>(halts(halts));
    if (all.stream().noneMatch(Aftermath::unfinished)) {
      all.addAll(strikes(kills, Aftermath.Kind.KILL));
    }
    return all;
  }

  /**
   * One shop after the other: each loses its power at its place, each next one recovers. What stays
   * unfinished would stop those that follow, so it ends there.
   */
  public List<Aftermath> halts(List<String> places) throws Exception {
    List<Aftermath> all = new ArrayList<>();
    boolean died = false;
    for (int i = 0; i <= places.size() && all.stream().noneMatch(Aftermath::unfinished); i++) {
      boolean last = i == places.size();
      try (RunningShop shop = shop(last ? "never" : places.get(i), promises)) {
        long millis = shop.recovered();
        boolean alive = millis >= 0;
        if (i > 0) {
          // A shop that died in its recovery leaves the judgement to the next one.
          all.add(
              alive
                  ? judge(places.get(i - 1), Aftermath.Kind.HALT, died, millis)
                  : new Aftermath(
                      places.get(i - 1), Aftermath.Kind.HALT, died, 0, Optional.empty(), 0));
        }
        died = !alive || !last && diesUnderOrders(shop);
      }
    }
    return all;
  }

  private boolean diesUnderOrders(RunningShop shop) throws Exception {
    shop.orders(new ShopProcess.Batch(next, ORDERS, CALLERS, buyers));
    next += ORDERS;
    return !shop.awaitEnd();
  }

  Aftermath judge(String place, Aftermath.Kind kind, boolean happened, long millis)
      throws SQLException {
    Invariant.Finding finding = databases.invariant().check();
    promises.look(databases);
    int broken = promises.violations().size();
    return new Aftermath(place, kind, happened, millis, Optional.of(finding), broken);
  }

  /** In this process, with a log of its own. */
  public Orders orders(Progress progress) throws IOException {
    return orders(log(own()), progress);
  }

  /** What the coordinator has decided, and what is over. */
  List<String> decisions() throws IOException {
    Path log = ShopProcess.log(folder);
    return Files.exists(log) ? DecisionLog.lines(log) : List.of();
  }

  DecisionLog log(Path where) throws IOException {
    return DecisionLog.open(where.resolve("log"), settings.twoPhase().forces());
  }

  Orders orders(DecisionLog log, Progress progress) {
    return protocol.open(databases.endpoints(), log, settings, progress);
  }

  /** A new log's folder. */
  Path own() throws IOException {
    return Files.createTempDirectory(folder, "own");
  }

  Load load(Orders orders) {
    long first = next;
    next += MOST;
    return Load.closed(CALLERS, MOST, n -> promises.hear(orders, buyers.order(first + n)));
  }

  /** Breaks a database, or the way to it, when an order has come to one of these places. */
  public List<Aftermath> strikes(List<String> places, Aftermath.Kind kind) throws Exception {
    return new Strikes(this, databases).all(places, kind);
  }

  /** A database hears nothing from this place on; then the shop loses its power, too. */
  public Aftermath haltWhileCut(String place) throws Exception {
    return new Strikes(this, databases).haltWhileCut(place);
  }
}
