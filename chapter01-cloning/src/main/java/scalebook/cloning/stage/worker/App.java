package scalebook.cloning.stage.worker;

import com.sun.net.httpserver.HttpServer;
import java.util.List;

/** What a worker serves; the supervisor forks it by its class name. */
public interface App {
  /** Adds its pages; {@code worker} is this worker's name. Throwing here is a failed start. */
  void open(HttpServer server, String worker, List<String> arguments) throws Exception;

  /** Requests handled at once; one makes a worker as single-threaded as an event loop. */
  default int threads(List<String> arguments) {
    return 16;
  }
}
