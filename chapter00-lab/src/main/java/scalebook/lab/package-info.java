/**
 * The workbench: faults, load and story, over real servers. It knows no chapter; a chapter makes
 * itself known as a {@link scalebook.lab.Chapter}.
 */
package scalebook.lab;
