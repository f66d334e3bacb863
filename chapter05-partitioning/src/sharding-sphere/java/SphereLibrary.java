import static java.nio.charset.StandardCharsets.UTF_8;

import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;
import scalebook.partitioning.engines.ShardingLibrary;

/** ShardingSphere in the caller's JVM. */
public final class SphereLibrary implements ShardingLibrary {
  @Override
  public DataSource over(String configuration) throws Exception {
    return YamlShardingSphereDataSourceFactory.createDataSource(configuration.getBytes(UTF_8));
  }
}
