package scalebook.transactions.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Child;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;

/** A {@link ShopProcess}, seen from outside. */
public final class RunningShop implements AutoCloseable {
  private static final long SECONDS = 40;

  private final Child child;
  private final Promises promises;
  private final CompletableFuture<Long> recovered = new CompletableFuture<>();
  private final CompletableFuture<Integer> serving = new CompletableFuture<>();
  private volatile CompletableFuture<Boolean> ended = new CompletableFuture<>();

  /** What the shop said about each order; it outlives the process, and is checked at the end. */
  public static final class Promises {
    /** A buyer who got no answer waits before the next order. */
    private static final long WITHOUT_ANSWER_NANOS = 5_000_000;

    /** And one who got one thinks about the next. */
    private static final long THINKS_NANOS = 6_000_000;

    private final Set<Long> placed = ConcurrentHashMap.newKeySet();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final Set<Long> unknown = ConcurrentHashMap.newKeySet();

    /** Places an order and remembers the answer; no answer is one, too. */
    void hear(Orders orders, Order order) {
      try {
        (orders.place(order) ? placed : refused).add(order.id());
        LockSupport.parkNanos(THINKS_NANOS);
      } catch (Exception e) {
        unknown.add(order.id());
        LockSupport.parkNanos(WITHOUT_ANSWER_NANOS);
      }
    }

    public Set<Long> placed() {
      return placed;
    }

    public Set<Long> refused() {
      return refused;
    }

    public Set<Long> unknown() {
      return unknown;
    }

    /** Orders that are not as they were promised. */
    public long broken(Set<Long> inForce) {
      return placed.stream().filter(id -> !inForce.contains(id)).count()
          + refused.stream().filter(inForce::contains).count();
    }
  }

  private RunningShop(
      Class<?> main, Path endpoints, Protocol protocol, Path folder, String place, Promises told) {
    this.promises = told;
    this.child =
        Child.jvm(
            "shop",
            folder.resolve("shop.log"),
            Child.small(96),
            main,
            List.of(endpoints.toString(), protocol.toString(), folder.toString(), place),
            this::hear);
    child.exit().thenAccept(this::ended);
  }

  /** Starts one that will lose its power at this place, or {@code never}. */
  public static RunningShop start(
      Path endpoints, Protocol protocol, Path folder, String place, Promises told) {
    return start(ShopProcess.class, endpoints, protocol, folder, place, told);
  }

  /** The same with another main class, a broken one for instance. */
  public static RunningShop start(
      Class<?> main, Path endpoints, Protocol protocol, Path folder, String place, Promises told) {
    return new RunningShop(main, endpoints, protocol, folder, place, told);
  }

  private void hear(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "placed" -> promises.placed.add(Long.valueOf(words[1]));
      case "refused" -> promises.refused.add(Long.valueOf(words[1]));
      case "unknown" -> promises.unknown.add(Long.valueOf(words[1]));
      case "recovered" -> recovered.complete(Long.valueOf(words[1]));
      case "serving" -> serving.complete(Integer.valueOf(words[1]));
      case "ended" -> ended.complete(true);
      default -> throw new IllegalStateException("the shop says " + line);
    }
  }

  private void ended(int status) {
    if (status == Crash.STATUS) {
      ended.complete(false);
      recovered.complete(-1L);
    }
    IllegalStateException died =
        new IllegalStateException("the shop ended with " + status + ": " + child.logTail(12));
    ended.completeExceptionally(died);
    recovered.completeExceptionally(died);
    serving.completeExceptionally(died);
  }

  /** Milliseconds from its start until nothing was half done; -1 if it died before, as told. */
  public long recovered() throws Exception {
    return recovered.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Lets callers place orders; one in {@code tooLarge} is refused. */
  public void orders(long first, int count, int callers, int tooLarge) {
    ended = new CompletableFuture<>();
    child.exit().thenAccept(this::ended); // at once, if it is dead already
    child.send("orders %d %d %d %d".formatted(first, count, callers, tooLarge));
  }

  /** True when all orders were answered, false when it died where it was told to. */
  public boolean awaitEnd() throws Exception {
    try {
      return ended.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      throw new IllegalStateException("no end of orders: " + child.logTail(20), stuck);
    }
  }

  /** Serves HTTP there, or on any free port when it is 0. */
  public int serve(int port) throws Exception {
    child.send("serve " + port);
    return serving.get(SECONDS, TimeUnit.SECONDS);
  }

  public void crashAt(String place) {
    child.send("crash " + place);
  }

  /** Completes with its exit status. */
  public CompletableFuture<Integer> exit() {
    return child.exit();
  }

  public boolean alive() {
    return child.alive();
  }

  @Override
  public void close() {
    child.close();
  }
}
