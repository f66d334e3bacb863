package scalebook.transactions.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.twophase.DecisionLog;

/** What fails under a shop of this process, at a named place: a database, or the way to it. */
final class Strikes {
  private static final long STRIKE_SECONDS = 20;
  private static final long BROKEN_MILLIS = 150;
  private static final long AFTER_MILLIS = 100;
  private static final long SETTLE_SECONDS = 8;

  private final Faults faults;
  private final ShopDatabases databases;

  Strikes(Faults faults, ShopDatabases databases) {
    this.faults = faults;
    this.databases = databases;
  }

  List<Aftermath> all(List<String> places, Aftermath.Kind kind) throws Exception {
    List<Aftermath> all = new ArrayList<>();
    Progress[] armed = {Progress.UNWATCHED};
    try (Orders orders = faults.orders(at -> armed[0].at(at))) {
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
    try (Load load = faults.load(orders)) {
      boolean happened = struck.await(STRIKE_SECONDS, TimeUnit.SECONDS);
      LockSupport.parkNanos(BROKEN_MILLIS * 1_000_000); // the fault lasts
      mend(kind, part);
      boolean served = ordersGoOn(System.nanoTime());
      long last = System.nanoTime();
      load.stop();
      settle(orders);
      long millis = (System.nanoTime() - last) / 1_000_000;
      return faults.judge(place, kind, happened && served, millis);
    }
  }

  /** For a while, and until one was placed: a busy machine may take its time. */
  private boolean ordersGoOn(long mended) {
    long before = faults.promises().placed();
    long deadline = mended + STRIKE_SECONDS * 1_000_000_000;
    LockSupport.parkNanos(AFTER_MILLIS * 1_000_000);
    while (faults.promises().placed() == before && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    return faults.promises().placed() > before;
  }

  private static boolean settled(Orders orders) {
    try {
      return orders.settled();
    } catch (Exception notYet) {
      return false;
    }
  }

  /** From this place on one database hears nothing; then the shop loses its power, too. */
  Aftermath haltWhileCut(String place) throws Exception {
    Path where = faults.own();
    DecisionLog log = faults.log(where);
    CountDownLatch struck = new CountDownLatch(1);
    Crash crash =
        Crash.when(
            place,
            () -> {
              databases.wire(Part.SHIPMENT).cut();
              struck.countDown();
            });
    boolean happened;
    try (Orders dying = faults.orders(log, crash::at);
        Load load = faults.load(dying)) {
      happened = struck.await(STRIKE_SECONDS, TimeUnit.SECONDS);
      load.stop(); // everybody has heard an answer
      log.losePower();
    }
    databases.wire(Part.SHIPMENT).heal();
    long start = System.nanoTime();
    try (Orders next = faults.orders(faults.log(where), Progress.UNWATCHED)) {
      settle(next);
      long millis = (System.nanoTime() - start) / 1_000_000;
      return faults.judge(place, Aftermath.Kind.CUT_HALT, happened, millis);
    }
  }

  private static void settle(Orders orders) {
    long deadline = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000;
    while (!settled(orders) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
    }
  }
}
