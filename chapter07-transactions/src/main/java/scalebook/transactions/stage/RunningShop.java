package scalebook.transactions.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import scalebook.engines.json.Json;
import scalebook.engines.process.Child;
import scalebook.lab.fault.Crash;

/** A {@link ShopProcess}, seen from outside. */
public final class RunningShop implements AutoCloseable {
  private static final long SECONDS = 40;

  private final Child child;
  private final Promises promises;
  private final Set<Long> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Long> recovered = new CompletableFuture<>();
  private final CompletableFuture<Integer> serving = new CompletableFuture<>();
  private volatile CompletableFuture<Void> armed = new CompletableFuture<>();
  private volatile CompletableFuture<Boolean> ended = new CompletableFuture<>();

  /** Starts one; what it says to its buyers is added to {@code told}. */
  RunningShop(ShopProcess.Settings settings, List<String> options, Promises told) {
    this.promises = told;
    this.child =
        Child.jvm(
            "shop",
            Path.of(settings.folder(), "shop.log"),
            options,
            ShopProcess.class,
            settings,
            this::hear);
    child.exit().thenAccept(this::ended);
  }

  private void hear(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "asked" -> {
        open.add(Long.valueOf(words[1]));
        promises.asked(Long.parseLong(words[1]));
      }
      case "placed", "refused" -> {
        open.remove(Long.valueOf(words[1]));
        promises.answered(Long.parseLong(words[1]), words[0].equals("placed"));
      }
      case "recovered" -> recovered.complete(Long.valueOf(words[1]));
      case "armed" -> armed.complete(null);
      case "serving" -> serving.complete(Integer.valueOf(words[1]));
      case "ended" -> {
        leaveUnanswered();
        ended.complete(true);
      }
      default -> throw new IllegalStateException("the shop says " + line);
    }
  }

  private void leaveUnanswered() {
    for (Long order : open) {
      if (open.remove(order)) {
        promises.unanswered(order);
      }
    }
  }

  private void ended(int status) {
    leaveUnanswered();
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

  /** Lets callers place orders. */
  public void orders(ShopProcess.Batch batch) {
    ended = new CompletableFuture<>();
    child.exit().thenAccept(this::ended); // at once, if it is dead already
    child.send("orders " + Json.text(batch));
  }

  /** True when all orders were answered, false when it died where it was told to. */
  public boolean awaitEnd() throws Exception {
    try {
      return ended.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      throw new IllegalStateException(
          "the buyers' orders did not end in time: " + child.logTail(20), stuck);
    }
  }

  /** Serves HTTP, and returns on which port. */
  int serve() throws Exception {
    child.send("serve");
    return serving.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Returns when it knows. */
  void crashAt(String place) throws Exception {
    CompletableFuture<Void> known = new CompletableFuture<>();
    armed = known;
    child.exit().thenRun(() -> known.complete(null));
    child.send("crash " + place);
    known.get(SECONDS, TimeUnit.SECONDS);
  }

  void kill() {
    child.kill();
  }

  void pause() {
    child.pause();
  }

  void resume() {
    child.resume();
  }

  /** Completes with its exit status. */
  CompletableFuture<Integer> exit() {
    return child.exit();
  }

  boolean alive() {
    return child.alive();
  }

  @Override
  public void close() {
    child.close();
  }
}
