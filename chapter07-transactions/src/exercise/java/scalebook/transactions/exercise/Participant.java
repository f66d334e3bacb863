package scalebook.transactions.exercise;

import java.util.List;
import java.util.Set;
import scalebook.lab.exercise.Todo;

/**
 * One participant of two-phase commit: a stock of one item. Only its journal outlives a crash. For
 * one thread.
 */
public final class Participant {
  /**
   * What is written is on disk when {@code write} returns; when it throws an exception nothing was
   * written.
   */
  public interface Journal {
    /** All entries so far, the oldest first. */
    List<String> entries();

    void write(String entry);
  }

  /**
   * @param journal may have entries of a participant that died
   * @param stock what was there before the journal's first entry
   */
  public Participant(Journal journal, int stock) {}

  /**
   * The vote: true when at least {@code amount} are there that no other transaction was promised.
   * From then on they are promised, until the coordinator has decided. A vote does not change,
   * however often it is asked for. The name of a transaction has no blanks.
   */
  public boolean prepare(String transaction, int amount) {
    throw new Todo("promise it, on disk, before you say yes");
  }

  /** {@link IllegalStateException} when it did not vote yes. A second time changes nothing. */
  public void commit(String transaction) {
    throw new Todo("the promised ones are gone");
  }

  /**
   * May come before its {@code prepare}, or without one. {@link IllegalStateException} when it is
   * committed. A second time changes nothing.
   */
  public void abort(String transaction) {
    throw new Todo("nobody is promised them any more");
  }

  /** How many are there, promised or not. */
  public int stock() {
    throw new Todo("all that were not taken");
  }

  /** Those that voted yes and do not know the decision, now or after a crash. */
  public Set<String> inDoubt() {
    throw new Todo("those that must ask the coordinator");
  }
}
