package scalebook.caching.stage.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  /** Actors for one run, from the same beginning each time. */
  @FunctionalInterface
  public interface Beginning {
    List<Actor> begin() throws Exception;
  }

  /** A choice: which of so many actors that could go on. */
  private record Choice(int taken, int options) {}

  /** An actor stopped before a point, or has ended. */
  private record News(int actor, String point, Exception failure) {}

  /**
   * Tries all of them.
   *
   * @param ended looks at what a run left behind; it is told the order of the steps
   * @return how many orders there are
   */
  public static int explore(Beginning beginning, Consumer<List<String>> ended) throws Exception {
    ExecutorService threads = Tasks.executor();
    try {
      List<Choice> choices = List.of();
      int runs = 0;
      do {
        choices = run(beginning.begin(), choices, threads, ended);
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
      List<Actor> actors, List<Choice> given, ExecutorService threads, Consumer<List<String>> ended)
      throws Exception {
    BlockingQueue<News> news = new ArrayBlockingQueue<>(actors.size());
    List<Semaphore> gates = new ArrayList<>();
    String[] waiting = new String[actors.size()]; // before which point; null when it has ended
    for (int i = 0; i < actors.size(); i++) {
      Semaphore gate = new Semaphore(0);
      gates.add(gate);
      int number = i;
      threads.execute(() -> act(number, actors.get(number), gate, news));
      hear(news, waiting); // one after the other, up to its first point
    }
    List<Choice> made = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (List<Integer> able = able(waiting); !able.isEmpty(); able = able(waiting)) {
      int turn = made.size();
      Choice choice = turn < given.size() ? given.get(turn) : new Choice(0, able.size());
      if (choice.options != able.size()) {
        throw new IllegalStateException("the actors do not do the same each time: " + order);
      }
      made.add(choice);
      int actor = able.get(choice.taken);
      order.add((char) ('A' + actor) + ": " + waiting[actor]);
      gates.get(actor).release();
      hear(news, waiting);
    }
    ended.accept(order);
    return made;
  }

  private static List<Integer> able(String[] waiting) {
    List<Integer> able = new ArrayList<>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] != null) {
        able.add(i);
      }
    }
    return able;
  }

  private static void hear(BlockingQueue<News> news, String[] waiting) throws Exception {
    News one = news.poll(STUCK_SECONDS, TimeUnit.SECONDS);
    if (one == null) {
      throw new IllegalStateException("an actor waits for another one: make that wait a point");
    }
    if (one.failure != null) {
      throw one.failure;
    }
    waiting[one.actor] = one.point;
  }

  private static void act(int number, Actor actor, Semaphore gate, BlockingQueue<News> news) {
    Exception failure = null;
    try {
      actor.act(
          point -> {
            news.add(new News(number, point, null));
            gate.acquire();
          });
    } catch (Exception e) {
      failure = e;
    }
    news.add(new News(number, null, failure));
  }
}
