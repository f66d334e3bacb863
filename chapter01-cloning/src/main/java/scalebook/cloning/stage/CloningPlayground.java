package scalebook.cloning.stage;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Lab;

/** The cluster behind its balancer, to try with curl, wrk or a browser. */
@Command(name = "play 1", description = "clones behind a balancer")
public final class CloningPlayground extends ClusterPlayground {
  @Option(names = "--spares", description = "warm spares (default: ${DEFAULT-VALUE})")
  private int spares = 1;

  @Option(
      names = "--policy",
      description = "round-robin, least-connections … (default: ${DEFAULT-VALUE})")
  private String policy = "round-robin";

  private Cluster cluster;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    Policy.Kind first = Policy.Kind.named(policy);
    Cluster.Setup setup =
        Cluster.Setup.of(DemoApp.in(lab.workspace().folder("shared")), workers)
            .settings(Settings.defaults().spares(spares))
            .front(Front.Setup.defaults().port(port));
    cluster = Cluster.open(setup, lab, this::event);
    cluster.balancer().rotation().policy(first.create());
    play(cluster);
    verb("policy NAME", "how the balancer chooses a worker", this::policy);
    return cluster;
  }

  private String policy(List<String> words) {
    Policy.Kind kind = Policy.Kind.named(words.get(0));
    cluster.balancer().rotation().policy(kind.create());
    return "policy " + kind;
  }
}
