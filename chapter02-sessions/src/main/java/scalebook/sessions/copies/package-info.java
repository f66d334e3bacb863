/** Sessions that clones copy to one another: what travels, and over which channel. */
package scalebook.sessions.copies;
