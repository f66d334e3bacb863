package scalebook.microservices.registry;

import java.io.IOException;
import java.util.List;

/** Whom a watch asks for the instances of a service. */
@FunctionalInterface
public interface Source extends AutoCloseable {
  /** The list: when it has changed, or after a while; {@code first}: at once. */
  List<Instance> ask(boolean first) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
