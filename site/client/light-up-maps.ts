/** On a map, the lines of the node that is pointed at or has the focus stand out. */
export function lightUpMaps(): void {
  for (const map of document.querySelectorAll('svg.map')) {
    const edges = [...map.querySelectorAll<SVGPathElement>('[data-between]')];
    const light = (name: string | undefined): void => {
      for (const edge of edges) {
        const isOf = name !== undefined && (edge.dataset['between'] ?? '').split(' ').includes(name);
        edge.classList.toggle('lit', isOf);
        edge.classList.toggle('dim', name !== undefined && !isOf);
      }
    };
    for (const node of map.querySelectorAll<SVGAElement>('[data-node]')) {
      for (const event of ['mouseenter', 'focusin']) node.addEventListener(event, () => light(node.dataset['node']));
      for (const event of ['mouseleave', 'focusout']) node.addEventListener(event, () => light(undefined));
    }
  }
}
