package scalebook.microservices.stage.away;

import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Instance;

/** Who registers, at which port of ours, and how at ZooKeeper. */
public record Registered(Instance instance, int registry, Discovery.Settings discovery) {}
