package scalebook.microservices.registry;

import java.io.IOException;
import java.util.List;

/** A registry that others made, as one of its clients sees it. */
public interface Discovery extends AutoCloseable {
  /**
   * How a client connects.
   *
   * @param servers {@code host:port}, with commas between
   * @param sessionMillis the session ends when the servers hear nothing for so long
   * @param ephemeral what it registers goes with its session
   * @param readOnly a server that has lost the others will do
   */
  record Settings(String servers, int sessionMillis, boolean ephemeral, boolean readOnly) {}

  void register(Instance instance) throws IOException;

  /** Takes it out, also one of another process that is about to be stopped. */
  void leave(String service, String name) throws IOException;

  /** Fails when the servers refuse to say. */
  List<Instance> list(String service) throws IOException;

  /** What the servers granted. */
  int sessionMillis() throws IOException;

  @Override
  void close();
}
