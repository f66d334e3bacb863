package scalebook.lab.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;

/**
 * Where libraries log: to {@code target/book.log}, and in a child to its standard error, which goes
 * to its own file. The console belongs to the story. In code, since reading XML takes a clone as
 * long as everything else at its start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Log extends ContextAwareBase implements Configurator {
  /** Set for child JVMs. */
  static final String CHILD = "scalebook.child";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender =
        Boolean.getBoolean(CHILD) ? standardError() : file();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static OutputStreamAppender<ILoggingEvent> standardError() {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err"); // standard output carries messages
    return appender;
  }

  private static OutputStreamAppender<ILoggingEvent> file() {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    Path root = Path.of(System.getProperty("scalebook.root", "."));
    appender.setFile(root.resolve("target/book.log").toString());
    appender.setAppend(false);
    return appender;
  }
}
