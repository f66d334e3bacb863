package scalebook.engines;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;

/**
 * Servers that run already: {@code SCALEBOOK_MYSQL_URL=mysql://user:password@host:port/database},
 * {@code SCALEBOOK_REDIS_URL=redis://:password@host:port}.
 */
final class GivenServers implements Servers {
  private static final int MYSQL_PORT = 3306;
  private static final int REDIS_PORT = 6379;

  private final Set<String> taken = new HashSet<>();

  private URI url(String variable, String name) {
    if (!taken.add(variable)) {
      throw new Missing("needs a second server (%s), but %s names one".formatted(name, variable));
    }
    String text =
        Home.environment(variable)
            .orElseThrow(() -> new Missing("--engine given needs " + variable));
    try {
      URI uri = URI.create(text.replaceFirst("^jdbc:", ""));
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new Missing(variable + " is no URL", e); // the value may hold a password
    }
    throw new Missing(variable + " names no host");
  }

  private static String[] userInfo(URI uri) {
    String info = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    int colon = info.indexOf(':');
    return colon < 0
        ? new String[] {info, ""}
        : new String[] {info.substring(0, colon), info.substring(colon + 1)};
  }

  @Override
  public Dialect dialect() {
    return Home.environment("SCALEBOOK_MYSQL_DIALECT").map(Dialect::of).orElse(Dialect.MYSQL);
  }

  @Override
  public MySql mysql(String name, List<String> options) {
    URI uri = url("SCALEBOOK_MYSQL_URL", name);
    String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (database.isEmpty()) {
      throw new Missing("SCALEBOOK_MYSQL_URL names no database");
    }
    String[] user = userInfo(uri);
    int port = uri.getPort() < 0 ? MYSQL_PORT : uri.getPort();
    MySql.Login login = new MySql.Login(user[0], user[1], database);
    GivenRunner runner = new GivenRunner(name, uri.getHost(), port);
    return new MySql(name, runner, dialect(), login, uri.getHost());
  }

  @Override
  public Redis redis(String name, List<String> options) {
    Redis.refuseGroups(options);
    URI uri = url("SCALEBOOK_REDIS_URL", name);
    int port = uri.getPort() < 0 ? REDIS_PORT : uri.getPort();
    return new Redis(name, new GivenRunner(name, uri.getHost(), port), userInfo(uri)[1]);
  }
}
