// Records that walks begin with.

/** A case of this walk's own; answers its address. */
export async function newCase({ post }) {
  const { facts } = await post('/cases', {
    new_person: { area: '140121100000', sex: 'f', birth_year: 1980 },
    disease: 'covid19',
    classification: 'confirmed',
    reason: 'Seen by the clinic',
  });
  return `/cases/${facts.find(({ kind }) => kind === 'case_opened').subject.id}`;
}
