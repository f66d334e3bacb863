package scalebook.microservices.zookeeper;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceType;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Instance;

/** ZooKeeper, by Curator's service discovery. */
public final class CuratorDiscovery implements Discovery {
  private static final String ROOT = "/services";
  private static final int CONNECT_MILLIS = 300;

  private final Settings settings;
  private final CuratorFramework client;
  private final ServiceDiscovery<Void> discovery;

  /** It connects in the background, and again when it must; nothing is tried twice. */
  public CuratorDiscovery(Settings settings) throws Exception {
    this.settings = settings;
    client =
        CuratorFrameworkFactory.builder()
            .connectString(settings.servers())
            .sessionTimeoutMs(settings.sessionMillis())
            .connectionTimeoutMs(CONNECT_MILLIS)
            .retryPolicy(new RetryNTimes(0, 0))
            .canBeReadOnly(settings.readOnly())
            .build();
    client.start();
    discovery = ServiceDiscoveryBuilder.builder(Void.class).client(client).basePath(ROOT).build();
    discovery.start();
  }

  @Override
  public void register(Instance instance) throws IOException {
    try {
      discovery.registerService(
          ServiceInstance.<Void>builder()
              .name(instance.service())
              .id(instance.name())
              .address("127.0.0.1")
              .port(instance.port())
              .serviceType(settings.ephemeral() ? ServiceType.DYNAMIC : ServiceType.PERMANENT)
              .build());
    } catch (Exception e) {
      throw new IOException("not registered: " + instance, e);
    }
  }

  @Override
  public void leave(String service, String name) throws IOException {
    try {
      client.delete().quietly().forPath(String.join("/", ROOT, service, name));
    } catch (Exception e) {
      throw new IOException("still listed: " + name, e);
    }
  }

  @Override
  public List<Instance> list(String service) throws IOException {
    try {
      return discovery.queryForInstances(service).stream()
          .map(one -> Instance.of(one.getName(), one.getId(), one.getPort()))
          .sorted(Comparator.comparing(Instance::name))
          .toList();
    } catch (Exception e) {
      throw new IOException("no list of " + service, e);
    }
  }

  @Override
  public int sessionMillis() throws IOException {
    try {
      return client.getZookeeperClient().getZooKeeper().getSessionTimeout();
    } catch (Exception e) {
      throw new IOException("no session", e);
    }
  }

  /** What it registered goes with the session. */
  @Override
  public void close() {
    client.close();
  }
}
