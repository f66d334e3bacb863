package scalebook.partitioning.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Slots;

/**
 * Clients that have the map from before a move. Each calls once, at a moment when it does most harm
 * to a careless system.
 */
public final class LateClients implements AutoCloseable {
  private static final int CALLS = 5;
  private static final long NEW_IDS = 1_000_000;
  private static final long SECONDS = 40;

  private final Clients clients;
  private final Queue<Witness> old = new ArrayDeque<>();
  private final Queue<Long> known = new ArrayDeque<>();
  private final long fresh;
  private final List<Future<?>> calls = new ArrayList<>();
  private final ExecutorService threads = Tasks.executor();
  private int failed;

  /**
   * Before the move is planned: they take the map, and orders of its slots that no other writes.
   */
  public LateClients(Clients clients, MovePlan.Move move, List<Order> there) throws Exception {
    this.clients = clients;
    for (int i = 1; i <= CALLS; i++) {
      old.add(clients.open("late-" + i));
    }
    there.subList(Clients.KEYS, there.size()).stream()
        .map(Order::id)
        .filter(id -> move.slots().contains(Slots.of(id)))
        .limit(CALLS)
        .forEach(known::add);
    fresh =
        LongStream.iterate(NEW_IDS, id -> id + 1)
            .filter(id -> move.slots().contains(Slots.of(id)))
            .findFirst()
            .orElseThrow();
  }

  /** For a mover: its first visit of each place. */
  public Crash atTheWorstMoments() {
    List<Crash> all =
        List.of(
            Crash.when("after-chunk", () -> call(one -> one.add(known.remove()))), // ① copied
            Crash.when("before-released", () -> call(one -> one.add(known.remove()))), // ② compared
            Crash.when("before-deleting", this::readWhatAnotherHasWritten), // ③ at the new owner
            Crash.when("after-deleting", () -> call(one -> one.insert(fresh)))); // ④ at the old
    return place -> all.forEach(one -> one.at(place));
  }

  /** One with a new map writes, and then one with the old map reads. */
  public void readWhatAnotherHasWritten() {
    long id = known.remove();
    try {
      clients.open("early").add(id);
    } catch (Exception e) {
      failed++;
    }
    call(one -> one.read(id));
  }

  /** What is called. */
  @FunctionalInterface
  private interface Call {
    void on(Witness client) throws Exception;
  }

  /** Until it is answered, or refused for the first time: then it waits until the map is new. */
  private void call(Call call) {
    Witness client = old.remove();
    Future<?> answer =
        threads.submit(
            () -> {
              call.on(client);
              return client;
            });
    calls.add(answer);
    while (!answer.isDone() && client.library().refusals() == 0) {
      try {
        answer.get(1, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // it is looked at when all is over
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Waits for their answers; how many got an error. */
  public int errors() throws InterruptedException, TimeoutException {
    for (Future<?> call : calls) {
      try {
        call.get(SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        failed++;
      }
    }
    calls.clear();
    return failed;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
