package scalebook.microservices.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scalebook.cloning.stage.worker.App;
import scalebook.microservices.registry.Registry;

/** The registry of a fleet: a process of ours, or ZooKeeper's nodes. */
public interface FleetRegistry extends AutoCloseable {
  /** For callers in this process. */
  Registry registry();

  /** An instance that registers there. */
  App app(Path endpoints, String service, String name);

  /** Takes out one that is about to be stopped; false when somebody may still call it. */
  boolean leave(String service, String name, int port);

  /** So many; below 0 when it does not say. */
  long listed(String service);

  /** A line for each service. */
  List<String> table() throws IOException;

  /** What a person can kill and start. */
  String parts();

  boolean has(String part);

  void kill(String part);

  /** What has come of it. */
  String start(String part) throws Exception;

  /** Where it has several. */
  default List<Record> nodes() {
    return List.of();
  }

  @Override
  void close() throws IOException;
}
