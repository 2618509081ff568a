// The types of tinyglobby's file crawler name this module, which has none of its own; nothing of it is used here.
declare module 'picomatch'
