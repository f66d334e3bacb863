package scalebook.microservices.stage;

import java.nio.file.Path;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.http.Service;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.stage.ensemble.Clients;

/**
 * One instance of one service, listed by ZooKeeper.
 *
 * @param endpoints the file that has them
 * @param zookeeper how it connects
 */
public record ZooKeeperApp(
    Path endpoints, Discovery.Settings zookeeper, String service, String name) implements App {
  @Override
  public void open(Service server, String worker) throws ReflectiveOperationException {
    Registry registry = new Registry.Theirs(Clients.here().connect(zookeeper));
    new ServiceInstance(endpoints, registry, service, name).open(server);
  }
}
