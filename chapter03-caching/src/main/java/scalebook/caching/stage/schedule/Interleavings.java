package scalebook.caching.stage.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import scalebook.caching.write.Points;
import scalebook.engines.process.Tasks;

/**
 * Every order in which several actors can take their steps, each tried once.
 *
 * <p>An actor is real code on a thread of its own. It stops before each of its {@link Points}, and
 * we let one actor at a time go on to its next. The choices of a run are written down; the next run
 * makes the same ones up to the last that has an alternative left, and there the next.
 */
public final class Interleavings {
  private static final long STUCK_SECONDS = 10;

  private Interleavings() {}

  /** Code whose every step is announced. */
  @FunctionalInterface
  public interface Actor {
    void act(Points points) throws Exception;
  }

  /** Looks at what a run left behind; it is told the order of the steps. */
  @FunctionalInterface
  public interface Ending {
    void ended(List<String> order) throws Exception;
  }

  /** A choice: which of the actors that could go on. */
  private record Choice(int taken, int options) {}

  /**
   * Tries all of them, and returns how many there are.
   *
   * @param beginning actors for one run, from the same beginning each time
   */
  public static int explore(Callable<List<Actor>> beginning, Ending ending) throws Exception {
    ExecutorService threads = Tasks.executor();
    try {
      List<Choice> choices = List.of();
      int runs = 0;
      do {
        choices = run(beginning.call(), choices, threads, ending);
        runs++;
      } while (next(choices));
      return runs;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Prepares the following run; false when this was the last. */
  private static boolean next(List<Choice> choices) {
    while (!choices.isEmpty()) {
      Choice last = choices.remove(choices.size() - 1);
      if (last.taken + 1 < last.options) {
        choices.add(new Choice(last.taken + 1, last.options));
        return true;
      }
    }
    return false;
  }

  private static List<Choice> run(
      List<Actor> actors, List<Choice> given, ExecutorService threads, Ending ending)
      throws Exception {
    List<Acting> able = new ArrayList<>();
    for (Actor actor : actors) {
      Acting acting = new Acting((char) ('A' + able.size()));
      able.add(acting);
      threads.execute(() -> acting.act(actor));
      acting.toNextPoint(); // one after the other, up to its first point
    }
    List<Choice> made = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (able.removeIf(Acting::ended); !able.isEmpty(); able.removeIf(Acting::ended)) {
      int turn = made.size();
      Choice choice = turn < given.size() ? given.get(turn) : new Choice(0, able.size());
      if (choice.options != able.size()) {
        throw new IllegalStateException("the actors do not do the same each time: " + order);
      }
      made.add(choice);
      Acting chosen = able.get(choice.taken);
      order.add(chosen.name + ": " + chosen.point);
      chosen.goOn.release();
      chosen.toNextPoint();
    }
    ending.ended(order);
    return made;
  }

  /** An actor on its thread, before a point. */
  private static final class Acting {
    private static final String END = "";

    private final char name;
    private final Semaphore goOn = new Semaphore(0);
    private final BlockingQueue<String> points = new ArrayBlockingQueue<>(1);
    private volatile Optional<Exception> failure = Optional.empty();
    private String point = END;

    private Acting(char name) {
      this.name = name;
    }

    private void act(Actor actor) {
      try {
        actor.act(
            next -> {
              points.add(next);
              goOn.acquire();
            });
      } catch (Exception e) {
        failure = Optional.of(e);
      }
      points.add(END);
    }

    private void toNextPoint() throws Exception {
      point = points.poll(STUCK_SECONDS, TimeUnit.SECONDS);
      if (point == null) {
        throw new IllegalStateException(
            "an actor is stuck: it waits for another one outside a point");
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
    }

    private boolean ended() {
      return point.equals(END);
    }
  }
}
