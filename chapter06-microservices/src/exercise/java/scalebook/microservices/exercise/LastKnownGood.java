package scalebook.microservices.exercise;

import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * A client of a registry that goes on with what it knew last. Many threads use it; two of them may
 * refresh at once.
 */
public final class LastKnownGood {
  /**
   * What a registry says.
   *
   * @param epoch larger with each start of the registry
   * @param revision larger with each change; after a start it begins anew
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
   * Asks once, and throws nothing. What is older than what is here is not taken; nor is an empty
   * listing, when there is something here: a registry that has just started knows nobody yet.
   */
  public void refresh() {
    throw new Todo("ask; take it if it is newer, and not empty");
  }

  /** Asks nobody, and waits for no refresh. {@link IllegalStateException} before any listing. */
  public Set<String> instances() {
    throw new Todo("what is known");
  }

  /**
   * How long ago the question was asked of which the answer was last taken, or was the same as what
   * is here. {@link IllegalStateException} before any listing.
   */
  public long ageMillis() {
    throw new Todo("how old is what is known");
  }
}
