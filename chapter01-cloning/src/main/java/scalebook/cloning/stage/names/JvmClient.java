package scalebook.cloning.stage.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;

/**
 * A JVM that looks a name up as every Java program does. Its system's resolver is a hosts file,
 * which the JVM reads again at each question that its own cache lets through.
 */
public final class JvmClient implements AutoCloseable {
  private static final long ANSWER_SECONDS = 20;

  private final Child child;
  private final LinkedBlockingQueue<String> said;

  private JvmClient(Child child, LinkedBlockingQueue<String> said) {
    this.child = child;
    this.said = said;
  }

  /** {@code cacheSeconds}: the JVM's networkaddress.cache.ttl; -1 is for ever. */
  record Settings(String name, int cacheSeconds) {}

  static JvmClient start(Path logs, Path hosts, String name, int cacheSeconds, String as) {
    LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    List<String> options =
        List.of(
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.net.hosts.file=" + hosts);
    Consumer<String> heard = said::add;
    Child child =
        Child.jvm(
            as,
            logs.resolve(as + ".log"),
            options,
            JvmClient.class,
            new Settings(name, cacheSeconds),
            heard);
    return new JvmClient(child, said);
  }

  /** Where it would connect to now. */
  String lookup() throws InterruptedException {
    child.send("lookup");
    String address = said.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
    if (address == null) {
      throw new IllegalStateException("a JVM does not answer: " + child.logTail(3));
    }
    return address;
  }

  @Override
  public void close() {
    child.kill();
  }

  /** The other end. */
  public static void main(String[] args) throws InterruptedException {
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Settings settings = Lifeline.attach(Settings.class, lines::add);
    Security.setProperty("networkaddress.cache.ttl", String.valueOf(settings.cacheSeconds));
    while (!lines.take().isEmpty()) {
      System.out.println(address(settings.name));
    }
  }

  private static String address(String name) {
    try {
      return InetAddress.getByName(name).getHostAddress();
    } catch (UnknownHostException unknown) {
      return "unknown";
    }
  }
}
