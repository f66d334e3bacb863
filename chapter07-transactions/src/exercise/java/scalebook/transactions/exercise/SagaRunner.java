package scalebook.transactions.exercise;

import java.util.List;
import scalebook.lab.exercise.Todo;

/** Runs one saga, from the beginning or from where another runner died. */
public final class SagaRunner {
  /** How it ended. */
  public enum End {
    COMPLETED,
    COMPENSATED
  }

  /** A participant says no. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** One step. Both are idempotent, and a compensation may come before its action. */
  public interface Step {
    void act() throws Refused;

    void compensate();
  }

  /** The memory that survives a crash: what is written is on disk when {@code write} returns. */
  public interface Journal {
    /** All entries so far, the oldest first. */
    List<String> entries();

    void write(String entry);
  }

  /**
   * Acts step by step; after a refusal compensates, the refused step first, then backward to the
   * first one. Before each call its intent is in the journal, in whatever words you like, and
   * before the end is returned, the end. A runner that finds entries goes on where they end: it
   * repeats at most the call that was announced last; when the saga is over, it calls nothing.
   *
   * <p>Any other exception than {@link Refused} goes to the caller, and another runner goes on
   * later. One runner runs many sagas, of any number of steps, and knows of each what its journal
   * says.
   */
  public End run(List<Step> steps, Journal journal) {
    throw new Todo("intent, then call; on a refusal backward; from the journal's end on");
  }
}
