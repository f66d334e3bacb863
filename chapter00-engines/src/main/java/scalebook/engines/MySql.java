package scalebook.engines;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;

/** A MySQL or MariaDB server. */
public final class MySql extends Server {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int SOCKET_MILLIS = 30_000;
  private static final int POOL_SIZE = 10;

  /** A process that begins while the machine is busy tries again; it need not die of it. */
  private static final int BEGIN_MILLIS = 10_000;

  private final Dialect dialect;
  private final Login login;
  private final String seenAs;
  private HikariDataSource pool;

  /** Who connects, and to which database. */
  record Login(String user, String password, String database) {}

  /**
   * @param seenAs the host at which other servers of the kind find what is here at {@link #host}
   */
  MySql(String name, Runner runner, Dialect dialect, Login login, String seenAs) {
    super(name, runner);
    this.dialect = dialect;
    this.login = login;
    this.seenAs = seenAs;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** The host for a replica, for what listens on this machine: the server itself, or a wire. */
  public String seenAs() {
    return seenAs;
  }

  public String url() {
    return url(host(), port());
  }

  /** The same database seen through another address, a {@code Wire}'s for instance. */
  public String url(String host, int port) {
    return "jdbc:mysql://%s:%d/%s".formatted(host, port, login.database());
  }

  /** The driver's settings: bounded waits, and no key exchange over the network. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("allowPublicKeyRetrieval", "true"); // MySQL 8+ without TLS
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_MILLIS));
    properties.setProperty("socketTimeout", String.valueOf(SOCKET_MILLIS));
    return properties;
  }

  /** One connection outside the pool. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), properties());
  }

  /** A pool of ten connections, closed when the server is stopped or killed. */
  public synchronized DataSource dataSource() {
    if (pool == null) {
      pool = pool(name(), url(), properties(), POOL_SIZE);
    }
    return pool;
  }

  /** A pool of connections for a {@link #url} and its {@link #properties}. */
  public static HikariDataSource pool(String name, String url, Properties properties, int size) {
    return new HikariDataSource(config(name, url, properties, size));
  }

  /** The same for a server that may be away just now. */
  public static HikariDataSource lazyPool(
      String name, String url, Properties properties, int size) {
    HikariConfig config = config(name, url, properties, size);
    config.setInitializationFailTimeout(-1);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(String name, String url, Properties properties, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setDataSourceProperties(properties);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(BEGIN_MILLIS);
    return config;
  }

  /** Who may do everything here, for {@link Replication#follow}. */
  public String user() {
    return login.user();
  }

  /** Makes this server a replica of the other, from the beginning of its history. */
  public void follow(MySql primary) throws SQLException {
    Login there = primary.login;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql :
          dialect
              .replication()
              .follow(primary.seenAs, primary.port(), there.user(), there.password())) {
        statement.execute(sql);
      }
    }
  }

  @Override
  void probe() throws SQLException, IOException {
    try (Socket socket = new Socket()) { // cheaper than a driver's failure, a hundred times
      socket.connect(new InetSocketAddress(host(), port()), CONNECT_MILLIS);
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  @Override
  synchronized void dropClients() {
    if (pool != null) {
      pool.close();
      pool = null;
    }
  }

  @Override
  public String version() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask " + name() + " for its version", e);
    }
  }
}
