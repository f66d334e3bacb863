package scalebook.cloning.stage;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import scalebook.cloning.health.Ejection;
import scalebook.cloning.health.Rotation;
import scalebook.lab.Own;

/**
 * Ejection by what a reader wrote for exercise OutlierEjection: it is told all clones at its
 * beginning, so one that joins makes a new one.
 */
public final class OwnEjection implements Ejection {
  private final Own own;
  private final Rotation.Settings settings;
  private final SortedSet<String> clones = new TreeSet<>();
  private Answer answer;

  /** What the exercise asks for. */
  public interface Answer {
    void failed(String clone);

    void answered(String clone);

    List<String> inRotation();
  }

  private OwnEjection(Own own, Rotation.Settings settings, Answer first) {
    this.own = own;
    this.settings = settings;
    this.answer = first;
  }

  /** The reader's ejects here, if it is to be used. */
  public static void into(Rotation rotation, Own own, Rotation.Settings settings) {
    made(own, settings, List.of())
        .ifPresent(first -> rotation.ejection(new OwnEjection(own, settings, first)));
  }

  private static Optional<Answer> made(Own own, Rotation.Settings settings, List<String> clones) {
    LongSupplier clock = () -> System.nanoTime() / 1_000_000;
    return own.made(
        "OutlierEjection",
        Answer.class,
        clones,
        settings.failuresInARow(),
        settings.ejectMillis(),
        clock);
  }

  @Override
  public synchronized boolean failed(String clone) {
    boolean before = ejected(clone);
    answer.failed(clone);
    return !before && ejected(clone);
  }

  @Override
  public synchronized void answered(String clone) {
    if (clones.contains(clone)) {
      answer.answered(clone);
    }
  }

  @Override
  public synchronized boolean ejected(String clone) {
    if (clones.add(clone)) {
      answer = made(own, settings, List.copyOf(clones)).orElseThrow();
    }
    return !answer.inRotation().contains(clone);
  }

  @Override
  public synchronized void forget(String clone) {
    clones.remove(clone);
  }
}
