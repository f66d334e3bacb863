package scalebook.lab.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;

/** Verbs under way and some that have ended, each with a number; any of them may overlap. */
public final class Runs {
  private static final int KEPT = 500;
  private static final int MOST_AT_ONCE = 48;
  private static final long ANSWER_MILLIS = 200;

  private final Verbs verbs;
  private final Events events;
  private final ExecutorService threads = Tasks.executor();
  private final Map<Long, Running> all = new LinkedHashMap<>();
  private long last;

  /** How it stands with a verb. */
  public enum State {
    RUNNING,
    DONE,
    /** Wrong words, or words for something that is not there. */
    REFUSED,
    FAILED
  }

  /**
   * A verb as a program sees it.
   *
   * @param answer a text or a record; nothing while it runs
   * @param problem why it was refused or has failed
   */
  public record Run(
      long id, String verb, List<String> words, State state, Object answer, String problem) {
    private Run ended(State how, Object what, String why) {
      return new Run(id, verb, words, how, what, why);
    }
  }

  private static final class Running {
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Run run;

    Run within(long millis) throws InterruptedException {
      end.await(millis, TimeUnit.MILLISECONDS);
      return run;
    }
  }

  public Runs(Verbs verbs, Events events) {
    this.verbs = verbs;
    this.events = events;
  }

  /** As it is when it has ended, or after a moment. Nothing when there are too many. */
  Optional<Run> start(Verbs.Declaration verb, List<String> words) throws InterruptedException {
    Running one = new Running();
    synchronized (all) {
      if (all.values().stream().filter(r -> r.run.state() == State.RUNNING).count()
          >= MOST_AT_ONCE) {
        return Optional.empty();
      }
      one.run = new Run(++last, verb.name(), words, State.RUNNING, null, "");
      all.put(last, one);
      forget();
    }
    threads.execute(
        () -> {
          one.run = run(verb, one.run);
          one.end.countDown();
        });
    return Optional.of(one.within(ANSWER_MILLIS));
  }

  private void forget() {
    if (all.size() > KEPT) {
      all.values().removeIf(r -> r.run.state() != State.RUNNING && r.run.id() <= last - KEPT);
    }
  }

  /** By the thread that calls: a person waits for the answer. */
  public Run run(Verbs.Declaration verb, List<String> words) {
    return run(verb, new Run(0, verb.name(), words, State.RUNNING, null, ""));
  }

  private Run run(Verbs.Declaration verb, Run begun) {
    tell(verb, begun);
    Run ended;
    try {
      ended = begun.ended(State.DONE, verbs.run(verb.name(), begun.words()), "");
    } catch (IndexOutOfBoundsException | IllegalArgumentException wrong) {
      ended = begun.ended(State.REFUSED, null, String.valueOf(wrong.getMessage()));
    } catch (Exception e) {
      ended = begun.ended(State.FAILED, null, String.valueOf(e.getMessage()));
    }
    tell(verb, ended);
    return ended;
  }

  private void tell(Verbs.Declaration verb, Run run) {
    if (!verb.operation()) {
      events.tell("verb", run);
    }
  }

  Optional<Run> find(long id) throws InterruptedException {
    Running one;
    synchronized (all) {
      one = all.get(id);
    }
    return one == null ? Optional.empty() : Optional.of(one.within(ANSWER_MILLIS));
  }

  void close() {
    threads.shutdownNow();
  }
}
