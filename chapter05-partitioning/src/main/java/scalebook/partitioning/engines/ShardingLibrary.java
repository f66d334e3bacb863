package scalebook.partitioning.engines;

import javax.sql.DataSource;

/** Makes one database of several: SQL goes in, and the library finds the shards. */
public interface ShardingLibrary {
  /**
   * @param configuration in the library's own words
   */
  DataSource over(String configuration) throws Exception;
}
