package scalebook.cloning.exercise;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * A DNS client that trusts a reply for its TTL, and longer only while the server does not answer.
 * For one thread.
 */
public final class TtlResolver {
  /** A reply without addresses says that there is no such name. */
  public record Reply(List<String> addresses, long ttlMillis) {}

  /** Asks a name server; an exception when it does not answer. */
  public interface Server {
    Reply ask(String name) throws IOException;
  }

  /**
   * @param mostMillis the longest time that a reply counts, also when its TTL is longer
   * @param staleMillis when the server does not answer: how long after its end an old reply is
   *     still given
   * @param clock milliseconds, never going back
   */
  public TtlResolver(Server server, long mostMillis, long staleMillis, LongSupplier clock) {}

  /**
   * A list that belongs to the caller, empty when there is no such name. The caller uses the first
   * address; each address comes first in turn. Case and a dot at the end make no other name; the
   * server is asked for it in small letters, without the dot. What the server throws goes to the
   * caller only when there is nothing to give, and is not remembered.
   */
  public List<String> addresses(String name) throws IOException {
    throw new Todo("from memory while it counts; from the server; or what is stale");
  }
}
