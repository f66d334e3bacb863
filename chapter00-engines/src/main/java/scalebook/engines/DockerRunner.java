package scalebook.engines;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;

/** A server in a container. */
final class DockerRunner implements Runner {
  private static final int STOP_SECONDS = 10;

  private final String image; // the container's own getter would pull it
  private final GenericContainer<?> container;
  private final Ports.Claim claim;
  private boolean created;

  /**
   * @param inside the server's port in a network of the container's own; none when it uses ours
   */
  DockerRunner(
      String image,
      Ports.Claim claim,
      OptionalInt inside,
      Map<String, String> environment,
      List<String> command) {
    this.image = image;
    this.claim = claim;
    container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withEnv(environment)
            .withCommand(command.toArray(String[]::new));
    if (inside.isPresent()) {
      // A fixed port, or a restarted container would come back under another address.
      container.setPortBindings(
          List.of("127.0.0.1:%d:%d".formatted(claim.port(), inside.getAsInt())));
    } else {
      container.withNetworkMode("host");
    }
    container.setWaitStrategy(new NoWait());
  }

  /** Puts a file into the container before it starts: others on this machine see its arguments. */
  void file(String path, String text) {
    container.withCopyToContainer(Transferable.of(text), path);
  }

  /** Whether the engine answers; no stack trace when it does not. */
  static boolean available() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException | LinkageError none) {
      return false;
    }
  }

  /** Whether the engine has this image already. */
  static boolean here(String image) {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException no) {
      return false;
    }
  }

  /** Whether a container in the host's network is in ours. */
  static boolean sharesOurNetwork() {
    String engine = DockerClientFactory.instance().client().infoCmd().exec().getOperatingSystem();
    return !Platform.windows()
        && !Platform.mac()
        && engine != null
        && !engine.contains("Docker Desktop");
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  @Override
  public synchronized void start() {
    if (alive()) {
      return;
    }
    try {
      if (created) {
        docker().startContainerCmd(container.getContainerId()).exec();
      } else {
        if (!here(image)) {
          pull();
        }
        container.start();
        created = true;
      }
    } catch (RuntimeException e) {
      throw new Missing("docker cannot start %s: %s".formatted(image, root(e)), e);
    }
  }

  /** By ourselves: left to it, Testcontainers tries for two minutes without a word. */
  private void pull() {
    System.err.printf(
        "pulling the image %s (once; when that takes longer than a lesson may: docker pull %s) …%n",
        image, image);
    DockerImageName name = DockerImageName.parse(image);
    try {
      docker()
          .pullImageCmd(name.getUnversionedPart())
          .withTag(name.getVersionPart())
          .start()
          .awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it was pulled", e);
    }
  }

  private static String root(Throwable e) {
    return e.getCause() == null ? e.getMessage() : root(e.getCause());
  }

  @Override
  public synchronized void stop() {
    docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
  }

  @Override
  public synchronized void kill() {
    if (alive()) {
      docker().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
      docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
    }
  }

  @Override
  public synchronized void pause() {
    if (alive() && !paused()) { // Docker refuses what a signal would do without a word
      docker().pauseContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public synchronized void resume() {
    if (alive() && paused()) {
      docker().unpauseContainerCmd(container.getContainerId()).exec();
    }
  }

  private boolean paused() {
    return Boolean.TRUE.equals(state().getPaused());
  }

  @Override
  public synchronized boolean alive() {
    return created && Boolean.TRUE.equals(state().getRunning());
  }

  private InspectContainerResponse.ContainerState state() {
    return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return claim.port();
  }

  @Override
  public List<String> logTail(int lines) {
    List<String> all = container.getLogs().lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  @Override
  public synchronized void close() {
    container.stop();
    try {
      claim.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The server itself knows best when it is ready: see {@code MySql} and {@code Redis}. */
  private static final class NoWait
      extends org.testcontainers.containers.wait.strategy.AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
