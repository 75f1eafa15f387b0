/** A program about a small shop with few words, often used in regular forms. */
export const program = `// A shop that sells fruit and counts its money.

const shelf = [
  { name: 'apple', price: 30, count: 12 },
  { name: 'pear', price: 35, count: 8 },
  { name: 'plum', price: 15, count: 40 },
  { name: 'melon', price: 240, count: 3 },
  { name: 'cherry', price: 5, count: 200 },
];

let money = 1000;

function find(name) {
  for (const item of shelf) {
    if (item.name === name) {
      return item;
    }
  }
  return null;
}

function has(name, count) {
  const item = find(name);
  if (item === null) {
    return false;
  }
  return item.count >= count;
}

function sell(name, count) {
  if (!has(name, count)) {
    print('no ' + name + ' today');
    return 0;
  }
  const item = find(name);
  const price = item.price * count;
  item.count = item.count - count;
  money = money + price;
  print('sold ' + count + ' ' + name);
  return price;
}

function buy(name, count, price) {
  const total = price * count;
  if (total > money) {
    print('no money for ' + name);
    return false;
  }
  const item = find(name);
  if (item === null) {
    shelf.push({ name: name, price: price * 2, count: count });
  } else {
    item.count = item.count + count;
  }
  money = money - total;
  print('bought ' + count + ' ' + name);
  return true;
}

function change(amount) {
  const coins = [];
  for (const coin of [100, 50, 20, 10, 5, 2, 1]) {
    while (amount >= coin) {
      coins.push(coin);
      amount = amount - coin;
    }
  }
  return coins;
}

function cheapest() {
  let best = null;
  for (const item of shelf) {
    if (best === null || item.price < best.price) {
      best = item;
    }
  }
  return best;
}

function dearest() {
  let best = null;
  for (const item of shelf) {
    if (best === null || item.price > best.price) {
      best = item;
    }
  }
  return best;
}

function worth() {
  let total = money;
  for (const item of shelf) {
    total = total + item.price * item.count;
  }
  return total;
}

function discount(name, percent) {
  const item = find(name);
  if (item === null) {
    return false;
  }
  item.price = item.price - (item.price * percent) / 100;
  print(name + ' is now ' + item.price);
  return true;
}

function restock(least) {
  for (const item of shelf) {
    if (item.count < least) {
      const count = least - item.count;
      buy(item.name, count, item.price / 2);
    }
  }
}

function basket(list) {
  let total = 0;
  for (const [name, count] of list) {
    total = total + sell(name, count);
  }
  return total;
}

function day(customers) {
  for (const list of customers) {
    const total = basket(list);
    print('that makes ' + total);
    print('your change: ' + change(500 - total));
  }
  restock(10);
  print('money: ' + money);
  print('worth: ' + worth());
}

day([
  [['apple', 2], ['pear', 1]],
  [['plum', 10]],
  [['cherry', 50], ['melon', 1]],
]);

discount('pear', 20);
discount(dearest().name, 10);

day([
  [['pear', 4], ['plum', 5]],
  [['melon', 1], ['apple', 6]],
  [[cheapest().name, 25]],
]);
`;
