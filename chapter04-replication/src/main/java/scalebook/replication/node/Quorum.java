package scalebook.replication.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import scalebook.engines.process.Tasks;

/**
 * A lease that counts when most keepers agree: two majorities have a keeper in common, and that one
 * does not give two epochs away at a time.
 */
public final class Quorum implements AutoCloseable {
  /** What clocks may differ in while a lease lasts, and a thread may lose between two lines. */
  private static final double MARGIN = 0.05;

  private static final int ANSWER_MILLIS = 300;

  private final Map<String, Integer> keepers;
  private final String who;
  private final ExecutorService asking;

  /**
   * What most keepers say.
   *
   * @param valid most of them have given it to this epoch, for some time from now
   * @param over most of them have given it to nobody just now
   */
  public record Seen(long epoch, String holder, boolean valid, boolean over) {}

  /**
   * @param keepers the port of each
   */
  public Quorum(Map<String, Integer> keepers, String who) {
    this.keepers = keepers;
    this.who = who;
    this.asking = Executors.newCachedThreadPool(Tasks.daemons("quorum"));
  }

  private int majority() {
    return keepers.size() / 2 + 1;
  }

  /** Answers, until so many are of the kind that is wanted, or all have answered or failed to. */
  private List<Message> ask(String operation, Message question, Predicate<Message> wanted) {
    ExecutorCompletionService<Message> asked = new ExecutorCompletionService<>(asking);
    keepers
        .values()
        .forEach(
            port -> asked.submit(() -> question.ask(port, "/lease/" + operation, ANSWER_MILLIS)));
    List<Message> answers = new ArrayList<>();
    for (int i = 0; i < keepers.size(); i++) {
      try {
        answers.add(asked.take().get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answers;
      } catch (ExecutionException silent) {
        // A keeper that does not answer in time has granted nothing that counts.
      }
      if (answers.stream().filter(wanted).count() >= majority()) {
        return answers; // a keeper that hangs holds up nobody
      }
    }
    return answers;
  }

  private static Message about(String name, long epoch) {
    return new Message().with("name", name).with("epoch", epoch);
  }

  private OptionalLong granted(String operation, String name, long epoch, long ttlMillis) {
    long start = System.nanoTime(); // ① the lease begins here before it begins at any keeper
    Message question = about(name, epoch).with("holder", who).with("ttl", ttlMillis);
    Predicate<Message> granted = answer -> answer.flag("granted");
    long yes = ask(operation, question, granted).stream().filter(granted).count();
    return yes >= majority()
        ? OptionalLong.of(start + (long) (ttlMillis * 1_000_000 * (1 - MARGIN)))
        : OptionalLong.empty();
  }

  /** Until when it lasts, on {@link System#nanoTime}, if most keepers gave it. */
  public OptionalLong acquire(String name, long epoch, long ttlMillis) {
    OptionalLong until = granted("acquire", name, epoch, ttlMillis);
    if (until.isEmpty()) {
      release(name, epoch); // or each of two keepers would in turn wait for the other
    }
    return until;
  }

  public OptionalLong renew(String name, long epoch, long ttlMillis) {
    return granted("renew", name, epoch, ttlMillis);
  }

  public void release(String name, long epoch) {
    ask("release", about(name, epoch).with("holder", who), answer -> false);
  }

  /** Empty when fewer than a majority answer. */
  public Optional<Seen> look(String name) {
    List<Message> answers = ask("look", about(name, 0), answer -> true);
    if (answers.size() < majority()) {
      return Optional.empty();
    }
    Message newest =
        answers.stream().max(Comparator.comparingLong(a -> a.number("epoch"))).orElseThrow();
    long epoch = newest.number("epoch");
    long given =
        answers.stream().filter(a -> a.number("epoch") == epoch && a.number("left") > 0).count();
    long over = answers.stream().filter(a -> a.number("left") == 0).count();
    return Optional.of(
        new Seen(epoch, newest.get("holder"), given >= majority(), over >= majority()));
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
