package scalebook.microservices.stage;

import java.nio.file.Path;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.http.Service;
import scalebook.microservices.registry.Registry;

/**
 * One instance of one service, or of all functions in one program.
 *
 * @param endpoints the file that has them
 * @param registry its port
 * @param service one, or {@link #ALL}
 * @param name the instance's
 */
public record ServiceApp(Path endpoints, int registry, String service, String name) implements App {
  public static final String ALL = "all";

  @Override
  public void open(Service server, String worker) {
    new ServiceInstance(endpoints, Registry.at(registry), service, name).open(server);
  }
}
