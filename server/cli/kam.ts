import 'reflect-metadata';
class A { constructor(readonly x: Date) {} }
function d(_t: unknown, _k: string): void {}
class B { @d a: Date; }
console.log('kam', process.argv.slice(2), new A(new Date()).x.getFullYear(), Reflect.getMetadata('design:type', B.prototype, 'a'));
