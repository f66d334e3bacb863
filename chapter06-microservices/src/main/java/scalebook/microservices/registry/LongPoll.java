package scalebook.microservices.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import scalebook.engines.http.HttpCaller;

/** Asks our registry, which answers when the list has changed, and is told which one we know. */
final class LongPoll implements Source {
  static final String ALL = "/services/";

  /** Of those alone that registered there: otherwise two registries keep each other's dead. */
  static final String OWN = "/own/";

  private static final long WAIT_MILLIS = 2_000;
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final int GOODBYE_MILLIS = 500;

  private final String path;
  private final int port;
  private final String id = UUID.randomUUID().toString();
  private final HttpCaller registry;
  private long index;
  private List<Instance> list = List.of();

  LongPoll(String room, String service, int port) {
    this.path = room + service;
    this.port = port;
    this.registry = new HttpCaller(port, TIMEOUT_MILLIS);
  }

  @Override
  public List<Instance> ask(boolean first) throws IOException {
    index = first ? -1 : index; // a new registry counts from the beginning
    HttpCaller.Answer answer =
        registry
            .get("%s?index=%d&wait=%d&watcher=%s".formatted(path, index, WAIT_MILLIS, id))
            .orFail();
    List<String> lines = answer.body().strip().lines().toList();
    long fresh = Long.parseLong(lines.get(0));
    if (fresh != index) {
      list = lines.stream().skip(1).map(Instance::parse).toList();
      index = fresh;
    }
    return list;
  }

  /** Nobody who leaves waits from now on until we know it: call nobody any more. */
  @Override
  public void close() {
    registry.close();
    try (HttpCaller goodbye = new HttpCaller(port, GOODBYE_MILLIS)) {
      goodbye.call("DELETE", "%s?watcher=%s".formatted(path, id), Map.of(), "");
    } catch (IOException away) {
      // Then it finds out by itself that we do not ask any more.
    }
  }
}
