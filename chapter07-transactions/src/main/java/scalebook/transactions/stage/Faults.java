package scalebook.transactions.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.twophase.DecisionLog;

/** Places orders with a protocol while things break at named places, and judges what is left. */
public final class Faults {
  private static final int CALLERS = 4;

  /** For a shop that dies; it does long before the last. */
  private static final int ORDERS = 120;

  private static final long STRIKE_SECONDS = 20;
  private static final long BROKEN_MILLIS = 150;
  private static final long AFTER_MILLIS = 100;

  /** Numbers for the orders of one strike; it is mended before they are used up. */
  private static final int MOST = 100_000;

  /** Numbers of orders that no other run uses. */
  private static final long FAR_AWAY = 1_000_000;

  private static final long SETTLE_SECONDS = 20;

  private final ShopDatabases databases;
  private final Protocol protocol;
  private final Path endpoints;
  private final Path folder;
  private Buyers buyers;
  private long next = 1;

  public Faults(Lab lab, ShopDatabases databases, Protocol protocol) throws IOException {
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

  /** One shop with the log of all of these, which loses its power at this place. */
  RunningShop shop(String place, Promises promises) {
    return new RunningShop(
        new ShopProcess.Settings(endpoints.toString(), protocol, folder.toString(), place),
        promises);
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
    all.addAll(strikes(kills, Aftermath.Kind.KILL));
    return all;
  }

  /** One shop after the other: each loses its power at its place, each next one recovers. */
  public List<Aftermath> halts(List<String> places) throws Exception {
    List<Aftermath> all = new ArrayList<>();
    Promises promises = new Promises();
    boolean died = false;
    for (int i = 0; i <= places.size(); i++) {
      boolean last = i == places.size();
      try (RunningShop shop = shop(last ? "never" : places.get(i), promises)) {
        long millis = shop.recovered();
        boolean alive = millis >= 0;
        if (i > 0) {
          // A shop that died in its recovery leaves the judgement to the next one.
          all.add(
              alive
                  ? judge(places.get(i - 1), Aftermath.Kind.HALT, died, millis, promises)
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

  private Aftermath judge(
      String place, Aftermath.Kind kind, boolean happened, long millis, Promises promises)
      throws SQLException {
    Invariant.Finding finding = databases.invariant().check();
    long broken = promises.broken(finding.orders());
    return new Aftermath(place, kind, happened, millis, Optional.of(finding), broken);
  }

  /** In this process, with a log of its own. */
  public Orders orders(Progress progress) throws IOException {
    Path log = Files.createTempDirectory(folder, "own").resolve("log");
    return protocol.open(databases.endpoints(), DecisionLog.open(log), progress);
  }

  /** Breaks a database, or the way to it, when an order has come to this place. */
  public List<Aftermath> strikes(List<String> places, Aftermath.Kind kind) throws Exception {
    List<Aftermath> all = new ArrayList<>();
    Progress[] armed = {Progress.UNWATCHED};
    try (Orders orders = orders(at -> armed[0].at(at))) {
      for (int i = 0; i < places.size(); i++) {
        Part part = Part.values()[i % Part.values().length];
        CountDownLatch struck = new CountDownLatch(1);
        Crash crash =
            Crash.when(
                places.get(i),
                () -> {
                  strike(kind, part);
                  struck.countDown();
                });
        armed[0] = crash::at;
        all.add(oneStrike(orders, places.get(i), kind, part, struck));
      }
    }
    return all;
  }

  private void strike(Aftermath.Kind kind, Part part) {
    if (kind == Aftermath.Kind.KILL) {
      databases.server(part).kill();
    } else {
      databases.wire(part).cut();
    }
  }

  private void mend(Aftermath.Kind kind, Part part) {
    if (kind == Aftermath.Kind.KILL) {
      databases.server(part).start();
    } else {
      databases.wire(part).heal();
    }
  }

  private Aftermath oneStrike(
      Orders orders, String place, Aftermath.Kind kind, Part part, CountDownLatch struck)
      throws Exception {
    Promises promises = new Promises();
    long first = next;
    next += MOST;
    try (Load load =
        Load.closed(CALLERS, MOST, number -> promises.hear(orders, buyers.order(first + number)))) {
      boolean happened = struck.await(STRIKE_SECONDS, TimeUnit.SECONDS);
      LockSupport.parkNanos(BROKEN_MILLIS * 1_000_000); // the fault lasts
      mend(kind, part);
      boolean served = ordersGoOn(promises, System.nanoTime());
      long last = System.nanoTime();
      load.stop();
      long deadline = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000;
      while (!settled(orders) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(20_000_000);
      }
      long millis = (System.nanoTime() - last) / 1_000_000;
      return judge(place, kind, happened && served, millis, promises);
    }
  }

  /** For a while, and until one was placed: a busy machine may take its time. */
  private static boolean ordersGoOn(Promises promises, long mended) {
    long before = promises.placed();
    long deadline = mended + STRIKE_SECONDS * 1_000_000_000;
    LockSupport.parkNanos(AFTER_MILLIS * 1_000_000);
    while (promises.placed() == before && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    return promises.placed() > before;
  }

  private static boolean settled(Orders orders) {
    try {
      return orders.settled();
    } catch (Exception notYet) {
      return false;
    }
  }
}
