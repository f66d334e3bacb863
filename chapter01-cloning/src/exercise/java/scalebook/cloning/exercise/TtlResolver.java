package scalebook.cloning.exercise;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/** A DNS client that believes a reply as long as the reply says. For one thread. */
public final class TtlResolver {
  /** Without addresses: there is no such name. */
  public record Reply(List<String> addresses, long ttlMillis) {}

  /** Asks a name server; an exception when it does not answer. */
  public interface Server {
    Reply ask(String name) throws IOException;
  }

  /**
   * @param mostMillis a reply with a longer TTL counts only so long
   * @param staleMillis when the server does not answer: how long after its end an old reply is
   *     still given
   * @param clock milliseconds, never going back
   */
  public TtlResolver(Server server, long mostMillis, long staleMillis, LongSupplier clock) {}

  /**
   * A list of the caller's own, empty when there is no such name; its first address is the one to
   * use, and takes turns. Case and a dot at the end make no other name; the server is asked for it
   * in small letters, without the dot. What the server throws goes to the caller only when there is
   * nothing to give, and is not remembered.
   */
  public List<String> addresses(String name) throws IOException {
    throw new Todo("from memory while it counts; from the server; or what is stale");
  }
}
