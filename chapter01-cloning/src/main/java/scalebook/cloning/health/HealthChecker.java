package scalebook.cloning.health;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import scalebook.cloning.policy.Backend;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;

/** Active health: asks every clone {@code GET /health} again and again. */
public final class HealthChecker implements AutoCloseable {
  private final Rotation rotation;
  private final Settings settings;
  private final BiConsumer<Backend, Boolean> news;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("health"));
  private final ExecutorService asking = Tasks.executor();

  /** Only the ticker's thread touches these. */
  private final Map<Backend, Integer> streaks = new HashMap<>();

  private final Map<Backend, CompletableFuture<Boolean>> pending = new HashMap<>();

  /** Two answers in a row that differ from what we believed change our mind. */
  public record Settings(long everyMillis, long timeoutMillis, int inARow) {
    public static Settings defaults() {
      return new Settings(250, 500, 2);
    }
  }

  public HealthChecker(Rotation rotation, Settings settings, BiConsumer<Backend, Boolean> news) {
    this.rotation = rotation;
    this.settings = settings;
    this.news = news;
    ticker.scheduleAtFixedRate(
        this::tick, settings.everyMillis, settings.everyMillis, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    List<Backend> members = rotation.members();
    pending.keySet().retainAll(members);
    streaks.keySet().retainAll(members);
    for (Backend backend : members) {
      CompletableFuture<Boolean> answer = pending.get(backend);
      if (answer != null && !answer.isDone()) {
        continue; // at most one question at a time
      }
      if (answer != null) {
        judge(backend, answer.join());
      }
      pending.put(backend, CompletableFuture.supplyAsync(() -> healthy(backend), asking));
    }
    rotation.refresh();
  }

  /** A streak counts up for each good answer and down for each bad one, from the last turn. */
  private void judge(Backend backend, boolean healthy) {
    int before = streaks.getOrDefault(backend, 0);
    int streak = healthy ? Math.max(before, 0) + 1 : Math.min(before, 0) - 1;
    streaks.put(backend, streak);
    if (Math.abs(streak) >= settings.inARow && rotation.checked(backend, healthy)) {
      news.accept(backend, healthy);
    }
  }

  private boolean healthy(Backend backend) {
    int timeout = (int) settings.timeoutMillis;
    try (HttpCaller caller = new HttpCaller(backend.host(), backend.port(), timeout)) {
      return caller.call("GET", "/health", Map.of("Connection", "close"), "").status() == 200;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    asking.shutdownNow();
  }
}
