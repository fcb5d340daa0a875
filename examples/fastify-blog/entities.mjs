import { defineEntity, p } from '@mikro-orm/core';

export const Author = defineEntity({
  name: 'Author',
  properties: {
    id: p.integer().primary(),
    name: p.string().length(50).unique(),
    posts: () => p.oneToMany(Post).mappedBy('author'),
  },
});

export const Tag = defineEntity({
  name: 'Tag',
  properties: {
    id: p.integer().primary(),
    name: p.string().length(30).unique(),
    posts: () => p.manyToMany(Post).mappedBy('tags'),
  },
});

export const Post = defineEntity({
  name: 'Post',
  properties: {
    id: p.integer().primary(),
    slug: p.string().length(100).unique(),
    title: p.string().length(200),
    text: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    // Raised by each change; a change of an older version than the stored one is refused.
    version: p.integer().version(),
    author: () => p.manyToOne(Author),
    tags: () => p.manyToMany(Tag).owner(),
  },
});
