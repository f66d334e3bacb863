package scalebook.microservices.exercise;

import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * A client of a registry that goes on with the last listing it knew. Many threads use it; two of
 * them may refresh at once.
 */
public final class LastKnownGood {
  /**
   * What a registry says.
   *
   * @param epoch larger with each start of the registry
   * @param revision larger with each change; after a start it begins again
   */
  public record Listing(long epoch, long revision, Set<String> instances) {}

  /** Asks; that may take long, or throw. */
  public interface Registry {
    Listing ask() throws IOException;
  }

  /**
   * @param clock milliseconds, never going back
   */
  public LastKnownGood(Registry registry, LongSupplier clock) {}

  /**
   * Asks once, and throws nothing. A listing older than the one that is here is not taken; nor is
   * an empty one, when there are instances here: a registry that has just started knows nobody yet.
   */
  public void refresh() {
    throw new Todo("ask; take it if it is newer, and not empty");
  }

  /** Asks nobody, and waits for no refresh. {@link IllegalStateException} before any listing. */
  public Set<String> instances() {
    throw new Todo("what is known");
  }

  /**
   * The age of what is known. It counts from a question: the latest one whose answer was taken, or
   * was the same as what is here. {@link IllegalStateException} before any listing.
   */
  public long ageMillis() {
    throw new Todo("how old is what is known");
  }
}
