package scalebook.cloning.stage.worker;

import scalebook.engines.http.Service;

/** What a worker serves: a record, which travels to the worker's process as JSON. */
public interface App {
  /** Adds its pages; {@code worker} is this worker's name. Throwing here is a failed start. */
  void open(Service service, String worker) throws Exception;

  /** Requests handled at once; one makes a worker as single-threaded as an event loop. */
  default int threads() {
    return 16;
  }
}
