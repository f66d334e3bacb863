package scalebook.transactions.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Invariant;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;
import scalebook.transactions.twophase.DecisionLog;

/** Places orders with a protocol while things break at named places, and judges what is left. */
public final class Faults {
  private static final int CALLERS = 4;

  /** For a shop that dies; it does long before the last. */
  private static final int ORDERS = 120;

  private static final int TOO_LARGE = 7;
  private static final long STRIKE_SECONDS = 20;
  private static final long BROKEN_MILLIS = 150;
  private static final long AFTER_MILLIS = 100;

  /** Numbers for the orders of one strike; it is mended before they are used up. */
  private static final int MOST = 100_000;

  private static final long SETTLE_SECONDS = 20;

  private final ShopDatabases databases;
  private final Protocol protocol;
  private final Path endpoints;
  private final Path folder;
  private int tooLarge;
  private long next = 1;

  /** What breaks. */
  public enum Kind {
    /** The shop's process loses its power. */
    HALT,
    /** A database is killed, and started again. */
    KILL,
    /** A database cannot be reached for a while. */
    CUT
  }

  /**
   * How it went.
   *
   * @param happened the place was reached, and the fault struck
   * @param millis from the restart, or from the first order after the mending, until nothing was
   *     half done
   * @param broken orders that are not as the shop had told its buyers
   */
  public record Outcome(
      String place,
      Kind kind,
      boolean happened,
      long millis,
      Invariant.Finding finding,
      long broken) {
    public boolean right() {
      return happened && finding.holds() && broken == 0;
    }
  }

  public Faults(Lab lab, ShopDatabases databases, Protocol protocol) throws IOException {
    this.databases = databases;
    this.protocol = protocol;
    Path all = lab.workspace().folder("shop");
    this.folder = Files.createTempDirectory(all, protocol.toString());
    this.endpoints = databases.write(folder.resolve("endpoints"));
    // Events cannot be refused after the fact.
    this.tooLarge = protocol == Protocol.OUTBOX || protocol == Protocol.DUAL_WRITE ? 0 : TOO_LARGE;
  }

  /** No order is refused. */
  public Faults withoutRefusals() {
    tooLarge = 0;
    return this;
  }

  /** One shop with the log of all of these. */
  public RunningShop shop(String place, RunningShop.Promises promises) {
    return RunningShop.start(endpoints, protocol, folder, place, promises);
  }

  /** One shop after the other: each loses its power at its place, each next one recovers. */
  public List<Outcome> halts(List<String> places) throws Exception {
    return halts(ShopProcess.class, places);
  }

  /** The same with a shop that is made another way. */
  public List<Outcome> halts(Class<?> main, List<String> places) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    RunningShop.Promises promises = new RunningShop.Promises();
    boolean died = false;
    String lastPlace = null;
    for (int i = 0; i <= places.size(); i++) {
      String place = i < places.size() ? places.get(i) : "never";
      try (RunningShop shop =
          RunningShop.start(main, endpoints, protocol, folder, place, promises)) {
        long millis = shop.recovered();
        boolean alive = millis >= 0;
        if (lastPlace != null) {
          // A shop that died in its recovery leaves the judgement to the next one.
          outcomes.add(
              alive
                  ? judge(lastPlace, Kind.HALT, died, millis, promises)
                  : new Outcome(lastPlace, Kind.HALT, died, 0, NOTHING, 0));
        }
        if (alive && i < places.size()) {
          shop.orders(next, ORDERS, CALLERS, tooLarge);
          next += ORDERS;
          died = !shop.awaitEnd();
        } else {
          died = !alive;
        }
        lastPlace = place;
      }
    }
    return outcomes;
  }

  private static final Invariant.Finding NOTHING = new Invariant.Finding(List.of(), Set.of(), 0);

  private Outcome judge(
      String place, Kind kind, boolean happened, long millis, RunningShop.Promises promises)
      throws SQLException {
    Invariant.Finding finding = databases.invariant().check();
    return new Outcome(place, kind, happened, millis, finding, promises.broken(finding.orders()));
  }

  /** Breaks a database, or the way to it, when an order has come to this place. */
  public List<Outcome> strikes(List<String> places, Kind kind) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    Crash[] armed = {Crash.NEVER};
    try (Orders orders = protocol.open(databases.endpoints(), log(), at -> armed[0].at(at))) {
      for (int i = 0; i < places.size(); i++) {
        Part part = Part.values()[i % Part.values().length];
        CountDownLatch struck = new CountDownLatch(1);
        armed[0] = Crash.when(places.get(i), () -> strike(kind, part, struck));
        outcomes.add(oneStrike(orders, places.get(i), kind, part, struck));
      }
    }
    return outcomes;
  }

  private DecisionLog log() throws IOException {
    return DecisionLog.open(Files.createTempDirectory(folder, "strikes").resolve("log"));
  }

  private void strike(Kind kind, Part part, CountDownLatch struck) {
    if (kind == Kind.KILL) {
      databases.server(part).kill();
    } else {
      databases.wire(part).cut();
    }
    struck.countDown();
  }

  private Outcome oneStrike(
      Orders orders, String place, Kind kind, Part part, CountDownLatch struck) throws Exception {
    RunningShop.Promises promises = new RunningShop.Promises();
    Buyers buyers = new Buyers(40, 20, tooLarge);
    long first = next;
    next += MOST;
    boolean happened;
    try (Load load =
        Load.closed(CALLERS, MOST, number -> promises.hear(orders, buyers.order(first + number)))) {
      happened = struck.await(STRIKE_SECONDS, TimeUnit.SECONDS);
      LockSupport.parkNanos(BROKEN_MILLIS * 1_000_000); // the fault lasts
      if (kind == Kind.KILL) {
        databases.server(part).start();
      } else {
        databases.wire(part).heal();
      }
      long mended = System.nanoTime();
      boolean served = ordersGoOn(promises, mended);
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
  private static boolean ordersGoOn(RunningShop.Promises promises, long mended) {
    int before = promises.placed().size();
    long deadline = mended + STRIKE_SECONDS * 1_000_000_000;
    LockSupport.parkNanos(AFTER_MILLIS * 1_000_000);
    while (promises.placed().size() == before && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    return promises.placed().size() > before;
  }

  private static boolean settled(Orders orders) {
    try {
      return orders.settled();
    } catch (Exception notYet) {
      return false;
    }
  }
}
